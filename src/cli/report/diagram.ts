import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { escape, json } from './html.js';

/** How an element is coloured in a diagram, and the few words in its corner. */
export interface Mark {
  readonly kind: 'reached' | 'missed' | 'added' | 'removed' | 'changed';
  readonly note?: string;
}

export interface Diagram {
  /** Unique in its page. */
  readonly id: string;
  readonly title: string;
  readonly xml: string;
  readonly marks: { readonly [element: string]: Mark };
}

const require = createRequire(import.meta.url);
const read = (name: string): string => readFileSync(require.resolve(`bpmn-js/dist/${name}`), 'utf8');

/** Where a diagram will stand, with its model beside it. */
export function diagramHtml({ id, title, xml, marks }: Diagram): string {
  const what = escape(title);
  return `<figure>
<figcaption>${what}</figcaption>
<div class="diagram" id="${escape(id)}" role="group" aria-label="${what}" data-model="${escape(id)}-model"></div>
<script type="application/json" id="${escape(id)}-model">${json({ xml, marks })}</script>
<noscript><p>The picture needs JavaScript; the lists say the same.</p></noscript>
</figure>`;
}

/** The viewer of bpmn.io and what draws the diagrams of the page with it: everything a page needs, without a network. */
export function viewerHtml(): string {
  const viewer = read('bpmn-navigated-viewer.production.min.js').replaceAll('</script', '<\\/script');
  return `<script>${viewer}</script>\n<script>${drawing}</script>`;
}

/** What the viewer's drawings need besides the page's own style. */
export function viewerStyle(): string {
  return `${read('assets/diagram-js.css')}\n${read('assets/bpmn-js.css')}\n${colours}`;
}

/** Colour never speaks alone: what was missed or removed has broken lines, and every mark its words. */
const colours = `
.diagram { height: 36rem; border: 1px solid #8a93a0; background: #fff; }
.mark-reached .djs-visual > :not(text), .mark-added .djs-visual > :not(text) { stroke: #16703a !important; }
.mark-missed .djs-visual > :not(text), .mark-removed .djs-visual > :not(text) { stroke: #b3211b !important; stroke-dasharray: 5 4 !important; }
.mark-changed .djs-visual > :not(text) { stroke: #8a5300 !important; }
.djs-shape.mark-reached .djs-visual > :nth-child(1):not(text), .djs-shape.mark-added .djs-visual > :nth-child(1):not(text) { fill: #dcf3e3 !important; }
.djs-shape.mark-missed .djs-visual > :nth-child(1):not(text), .djs-shape.mark-removed .djs-visual > :nth-child(1):not(text) { fill: #fbe0de !important; }
.djs-shape.mark-changed .djs-visual > :nth-child(1):not(text) { fill: #fdeccd !important; }
.note { font: 600 11px/1.3 system-ui, sans-serif; padding: 0 4px; border-radius: 3px; color: #fff; white-space: nowrap; }
.note-reached, .note-added { background: #16703a; }
.note-missed, .note-removed { background: #b3211b; }
.note-changed { background: #8a5300; }
`;

const drawing = `
for (const place of document.querySelectorAll('.diagram')) {
  const { xml, marks } = JSON.parse(document.getElementById(place.dataset.model).textContent);
  const viewer = new BpmnJS({ container: place });
  viewer.importXML(xml).then(() => {
    const [canvas, overlays, registry] = ['canvas', 'overlays', 'elementRegistry'].map((name) => viewer.get(name));
    canvas.zoom('fit-viewport');
    for (const [id, { kind, note }] of Object.entries(marks)) {
      const element = registry.get(id);
      if (!element) continue;
      canvas.addMarker(id, 'mark-' + kind);
      if (!note || element.waypoints) continue;
      const html = document.createElement('span');
      html.className = 'note note-' + kind;
      html.textContent = note;
      overlays.add(id, { position: { top: -9, right: 12 }, html });
    }
    place.dataset.drawn = 'yes';
  }, (error) => {
    place.textContent = 'The diagram cannot be drawn: ' + error.message;
  });
}
`;
