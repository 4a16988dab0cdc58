try {
  new Function('return 1')();
  document.body.dataset.eval = 'allowed';
} catch (error) {
  document.body.dataset.eval = error.name;
}
document.body.dataset.script = 'ran';
window.onTold = [];
window.fixture.onTold((...args) => window.onTold.push(args));
