/* What these pages do besides: keep a slider and its number the same, and show the line that a message is about. */
"use strict";

/* What is true only where scripts run is shown only there. */
document.documentElement.classList.add("script");

document.addEventListener("input", function (event) {
  var other = event.target.dataset && event.target.dataset.twin && document.getElementById(event.target.dataset.twin);
  if (other) { other.value = event.target.value; }
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
