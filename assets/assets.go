// Package assets embeds what browsers load: style sheets, fonts, icons, the small scripts of the pages, and dist/, the bundle built
// from web/. The program thereby is one file, and runs where it is put.
//
// Fonts are Inter by Rasmus Andersson and others, under the SIL Open Font License (fonts/OFL.txt), as packed by
// @fontsource-variable/inter 5.3.0. js/htmx.min.js is htmx 4.0.1 (js/htmx.LICENSE); a test compares it with the npm package.
package assets

import "embed"

// Files are all assets, by their paths below this directory: "css/tokens.css", "dist/main.js".
//
//go:embed css dist fonts icons js
var Files embed.FS
