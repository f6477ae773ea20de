// Everything works without this file; it makes a few things nicer.
import { initAll } from './govuk-frontend.min.js';

initAll();
