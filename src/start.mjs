/** `npm start`: makes everything ready, then runs the program in this very process. Needs nothing but Node. */
import { prepare } from './prepare.mjs';

prepare();
process.setSourceMapsEnabled(true);
// a demonstration begins with cases to look at; anywhere else it means nothing
process.env['DEMO_CASES'] ??= '60';
await import('../dist/src/main.js');
