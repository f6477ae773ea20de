// Only in `beffroi preview`: loads the page again once a file of the procedure has changed.
const bar = document.querySelector('[data-preview]');
if (bar) {
  const look = async () => {
    try {
      const { revision } = await (await fetch('/apercu/etat', { cache: 'no-store' })).json();
      if (String(revision) !== bar.dataset.preview) return location.reload();
    } catch {
      // the program is being started again
    }
    setTimeout(look, 500);
  };
  setTimeout(look, 500);
}
