import { ACCENT } from './look.js';

/** Our own belfry: a square tower, four corner turrets, a spire with its weathercock. No town's arms. */
export function drawBelfry(doc: PDFKit.PDFDocument, x: number, y: number, height: number): void {
  const unit = height / 100;
  doc.save().translate(x, y).scale(unit);
  doc.fillColor(ACCENT);
  doc.path('M30 6 L36 26 L24 26 Z').fill(); // spire
  doc.rect(29.4, 0, 1.2, 8).fill();
  doc.circle(30, 1.6, 1.8).fill();
  doc.path('M22 26 L38 26 L40 34 L20 34 Z').fill();
  for (const at of [12, 42]) {
    doc.path(`M${at + 3} 20 L${at + 6.4} 32 L${at - 0.4} 32 Z`).fill(); // turrets
    doc.rect(at, 32, 6, 16).fill();
  }
  doc.rect(14, 36, 32, 58).fill();
  doc.rect(9, 46, 42, 3.4).fill();
  doc.rect(6, 92, 48, 4).fill();
  doc.rect(2, 96, 56, 4).fill();
  doc.fillColor('#ffffff');
  for (const at of [19.5, 33.5]) arch(doc, at, 54, 7, 15); // the bell's openings
  arch(doc, 26, 80, 8, 12); // the door
  doc.circle(30, 42, 3.2).fill(); // the clock
  doc.restore();
}

function arch(doc: PDFKit.PDFDocument, x: number, y: number, width: number, height: number): void {
  const half = width / 2;
  doc.path(`M${x} ${y + height} V${y + half} A${half} ${half} 0 0 1 ${x + width} ${y + half} V${y + height} Z`).fill();
}
