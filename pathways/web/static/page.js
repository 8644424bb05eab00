/* What these pages do besides: keep a slider and its number the same, show the line that a message is about, and step
   through a referral on its drawing. */
"use strict";

/* What is true only where scripts run is shown only there. */
document.documentElement.classList.add("script");

document.addEventListener("input", function (event) {
  var other = event.target.dataset && event.target.dataset.twin && document.getElementById(event.target.dataset.twin);
  if (other) { other.value = event.target.value; }
});

/* What is said of a text is marked as old from the first key on. */
document.addEventListener("input", function (event) {
  if (event.target.id !== "text") { return; }
  var status = document.getElementById("status");
  if (status.textContent.trim() !== "Being checked.") {
    status.innerHTML = "<strong>Being checked.</strong>";
    document.getElementById("checked").setAttribute("aria-busy", "true");
  }
});
document.addEventListener("htmx:afterSwap", function (event) {
  if (event.target.id === "checked") { event.target.removeAttribute("aria-busy"); }
});
["htmx:sendError", "htmx:responseError"].forEach(function (fault) {
  document.addEventListener(fault, function (event) {
    if (event.target.id !== "text") { return; }
    document.getElementById("status").innerHTML = "<strong>This could not be checked. Are the pages still open in the terminal?</strong>";
  });
});

/* A link to a line puts the cursor there. */
document.addEventListener("click", function (event) {
  var link = event.target.closest && event.target.closest('a[href^="#line-"]');
  var box = link && document.getElementById("text");
  if (!box) { return; }
  event.preventDefault();
  var lines = box.value.split("\n"), line = Math.min(Number(link.getAttribute("href").slice(6)), lines.length);
  var start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  box.focus();
  box.setSelectionRange(start, start + lines[line - 1].length);
  var height = box.scrollHeight / Math.max(lines.length, 1);
  window.scrollTo({ top: box.getBoundingClientRect().top + window.scrollY + height * line - window.innerHeight / 3 });
});

/* Where a referral stands lights up on the drawing, and comes into its frame. */
function places(box, ids) {
  var links = Array.from(box.querySelectorAll("a"));
  return ids.split(" ").map(function (id) {
    return id && links.find(function (link) { return link.getAttribute("href").endsWith("#" + id); });
  }).filter(Boolean);
}
function motion() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth"; }
function light(box, here, behavior) {
  here.forEach(function (link) { link.classList.add("now"); });
  if (!here.length) { return; }
  var at = here[0].getBoundingClientRect(), of = box.getBoundingClientRect();
  box.scrollBy({
    left: at.left + at.width / 2 - of.left - of.width / 2, top: at.top + at.height / 2 - of.top - of.height / 2,
    behavior: behavior
  });
}
document.addEventListener("DOMContentLoaded", function () {
  var stands = document.querySelector("[data-stands]"), box = document.getElementById("drawing-box");
  if (stands && box) { light(box, places(box, stands.dataset.stands), "instant"); }
});

/* A referral is stepped through on its drawing: a sentence, and where on the drawing it happens. */
document.addEventListener("DOMContentLoaded", function () {
  var player = document.getElementById("player"), box = document.getElementById("drawing-box");
  if (!player || !box) { return; }
  var steps = Array.from(document.querySelectorAll("[data-at]")), now = -1, timer = 0;
  var says = player.querySelector("[role=status]"), run = player.querySelector("[data-play=run]");

  function show(number) {
    now = number;
    box.querySelectorAll("a").forEach(function (link) { link.classList.remove("now", "later"); });
    steps.forEach(function (step, i) {
      step.classList.toggle("now", i === now);
      if (now >= 0 && i > now) { places(box, step.dataset.at).forEach(function (link) { link.classList.add("later"); }); }
    });
    if (now < 0) { says.textContent = "The whole way is shown."; return; }
    steps.slice(0, now + 1).forEach(function (step) {
      places(box, step.dataset.at).forEach(function (link) { link.classList.remove("later"); });
    });
    says.textContent = "Step " + (now + 1) + " of " + steps.length + ": " + steps[now].textContent;
    light(box, places(box, steps[now].dataset.at), motion());
    if (box.getBoundingClientRect().bottom > window.innerHeight) { player.scrollIntoView({ behavior: motion() }); }
  }
  function stop() { clearInterval(timer); timer = 0; run.textContent = "Play"; }
  function go(by) { show(Math.max(0, Math.min(steps.length - 1, now + by))); }
  function play() {
    if (timer) { stop(); return; }
    if (now >= steps.length - 1) { now = -1; }
    run.textContent = "Pause";
    go(1);
    timer = setInterval(function () { go(1); if (now >= steps.length - 1) { stop(); } }, 2500);
  }
  player.addEventListener("click", function (event) {
    var asked = event.target.dataset.play;
    if (asked === "run") { play(); return; }
    if (asked) { stop(); }
    if (asked === "on") { go(1); } else if (asked === "back") { go(-1); } else if (asked === "all") { show(-1); }
  });
  player.addEventListener("keydown", function (event) {
    var by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by && !event.altKey && !event.ctrlKey && !event.metaKey) { event.preventDefault(); stop(); go(by); }
  });
});
