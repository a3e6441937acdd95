// Runs where the app itself may not be understood, so in plain ES5: shows what index.html says to browsers older
// than those of web/browsers/oldest.ts. `findLast` came with exactly those versions.
if (!("noModule" in document.createElement("script") && Array.prototype.findLast)) {
  document.getElementById("old-browser").removeAttribute("hidden");
}
