// Mermaid files to what Mermaid in headless Chromium makes of them, as JSON.
//
//   npm install mermaid playwright-core    (somewhere; development only)
//   node check_mermaid.mjs FOLDER_OF_NODE_MODULES CHROMIUM PICTURES_OR_- FILE.mermaid...
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [modules, chromium, pictures, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, 'package.json'));
const { chromium: browserType } = require('playwright-core');
const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.setContent('<html><body style="margin:0"><div id="canvas" style="width:1400px"></div></body></html>');
await page.addScriptTag({ path: join(modules, 'node_modules/mermaid/dist/mermaid.min.js') });
await page.evaluate(() => { window.ran = 0; window.alert = () => { window.ran += 1; }; mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' }); });

const said = {};
for (const [number, file] of files.entries()) {
  const text = readFileSync(file, 'utf8');
  said[file] = await page.evaluate(async ([name, source]) => {
    try {
      const { svg, diagramType } = await mermaid.render(name, source);
      const canvas = document.querySelector('#canvas');
      canvas.innerHTML = svg;
      const labels = [...canvas.querySelectorAll('.nodeLabel, .edgeLabel, .cluster-label')].map((e) => e.textContent);
      return {
        error: null, type: diagramType, nodes: canvas.querySelectorAll('.node').length,
        edges: canvas.querySelectorAll('.edgePaths path, path.flowchart-link').length, labels,
        scripts: canvas.querySelectorAll('script, iframe, img, [onload], [onerror], [onclick], a[href]').length, ran: window.ran,
      };
    } catch (error) { return { error: String(error) }; }
  }, [`drawing${number}`, text]);
  if (pictures !== '-' && !said[file].error) await page.locator('#canvas').screenshot({ path: join(pictures, basename(file) + '.png') });
}
await browser.close();
console.log(JSON.stringify(said));
