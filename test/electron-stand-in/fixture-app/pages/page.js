document.body.dataset.script = 'ran';
window.onTold = [];
window.fixture.onTold((...args) => window.onTold.push(args));
