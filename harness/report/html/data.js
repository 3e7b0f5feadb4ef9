// Distributed under the Boost Software License, Version 1.0.
//
// What the page is about: the data in it.

const report = JSON.parse(document.getElementById('data').textContent);
