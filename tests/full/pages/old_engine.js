// Run by PhantomJS 2.1 (an engine of 2013: no ES6, no flex, no service worker): a screenshot on the smallest phone, and the words.
/* global phantom, require, document, getComputedStyle */
var system = require('system');
var page = require('webpage').create();
page.viewportSize = { width: 320, height: 480 };
page.open(system.args[1], function (status) {
  if (status !== 'success') {
    system.stderr.write('the page did not load\n');
    phantom.exit(1);
    return;
  }
  var seen = page.evaluate(function () {
    // A page without a ground of its own is shown on white; in the picture it would be transparent.
    if (getComputedStyle(document.body).backgroundColor === 'rgba(0, 0, 0, 0)') document.documentElement.style.background = '#fff';
    return { text: document.body.innerText, width: document.documentElement.scrollWidth };
  });
  page.render(system.args[2]);
  system.stdout.write(JSON.stringify(seen));
  phantom.exit(0);
});
