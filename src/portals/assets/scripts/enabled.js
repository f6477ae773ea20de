// Runs before the page is drawn: tells the style sheet that script works, so that nothing jumps.
document.documentElement.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.documentElement.classList.add('govuk-frontend-supported');
