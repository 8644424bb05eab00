// BPMN files to what bpmn-moddle, bpmnlint (recommended) and bpmn-js in headless Chromium say of them, as JSON.
//
//   npm install bpmn-moddle bpmnlint bpmn-js playwright-core    (somewhere; development only)
//   node check_bpmn.mjs FOLDER_OF_NODE_MODULES CHROMIUM PICTURES_OR_- FILE.bpmn...
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, chromium, pictures, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, 'package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)));
const { BpmnModdle, default: Old } = await load('bpmn-moddle');
const lintModule = await load('bpmnlint');
const Linter = lintModule.Linter ?? lintModule.default.Linter ?? lintModule.default;
const resolverModule = require('bpmnlint/lib/resolver/node-resolver');
const NodeResolver = resolverModule.default ?? resolverModule;
const { chromium: browserType } = require('playwright-core');

const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.setContent('<html><body style="margin:0"><div id="canvas" style="width:1600px;height:900px"></div></body></html>');
await page.addScriptTag({ path: join(modules, 'node_modules/bpmn-js/dist/bpmn-viewer.production.min.js') });

const said = {};
for (const file of files) {
  const xml = readFileSync(file, 'utf8');
  const moddle = new (BpmnModdle ?? Old)();
  const { rootElement, warnings } = await moddle.fromXML(xml);
  const linter = new Linter({ resolver: new NodeResolver({ requireFn: require, require }), config: { extends: 'bpmnlint:recommended' } });
  const found = await linter.lint(rootElement);
  const lint = Object.entries(found).flatMap(([rule, reports]) => reports.map((r) => ({ rule, ...r })));
  const shown = await page.evaluate(async (text) => {
    document.querySelector('#canvas').innerHTML = '';
    const viewer = new BpmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(text);
    const { svg } = await viewer.saveSVG();
    return { warnings: warnings.map(String), elements: viewer.get('elementRegistry').getAll().length, svg };
  }, xml);
  if (pictures !== '-') {
    const view = await browser.newPage();
    await view.setContent(`<html><body style="margin:0">${shown.svg.slice(shown.svg.indexOf('<svg'))}</body></html>`);
    await view.locator('svg').first().screenshot({ path: join(pictures, basename(file) + '.png') });
    await view.close();
  }
  said[file] = { moddle: warnings.map((w) => w.message), lint, viewer: shown.warnings, elements: shown.elements };
}
await browser.close();
console.log(JSON.stringify(said));
