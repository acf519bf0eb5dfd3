#!/usr/bin/env node
'use strict';
// convert.js IN.json OUT.json: a list of texts of CSDL XML becomes a list of {"json": "..."} or {"error": "..."}; the JSON is
// text, so that its members keep their order.
const fs = require('fs');
const { xml2json } = require('odata-csdl');

// The package asserts on names without a namespace, on standard error, and goes on.
console.assert = () => {};

const answers = JSON.parse(fs.readFileSync(process.argv[2], 'utf8')).map((xml) => {
  try {
    return { json: JSON.stringify(xml2json(xml)) };
  } catch (error) {
    return { error: String(error.message) };
  }
});
fs.writeFileSync(process.argv[3], JSON.stringify(answers));
