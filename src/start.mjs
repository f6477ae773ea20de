/** `npm start`: makes everything ready, then runs the program in this very process. Needs nothing but Node. */
import { prepare } from './prepare.mjs';

prepare();
process.setSourceMapsEnabled(true);
await import('../dist/src/main.js');
