const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/** Elements of SVG 1.1 and 2 that show something, or say how: no scripts, films, frames or handlers. */
export const svgElements = words(`
  a altglyph altglyphdef altglyphitem animate animatecolor animatemotion animatetransform circle
  clippath color-profile cursor defs desc ellipse feblend fecolormatrix fecomponenttransfer
  fecomposite feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow
  feflood fefunca fefuncb fefuncg fefuncr fegaussianblur feimage femerge femergenode femorphology
  feoffset fepointlight fespecularlighting fespotlight fetile feturbulence filter font font-face
  font-face-format font-face-name font-face-src font-face-uri foreignobject g glyph glyphref hatch
  hatchpath hkern image line lineargradient marker mask mesh meshgradient meshpatch meshrow metadata
  missing-glyph mpath path pattern polygon polyline radialgradient rect set solidcolor stop style svg
  switch symbol text textpath title tref tspan use view vkern`);

/** Elements of HTML that may stand in a foreignObject: text and what sets it. */
export const htmlElements = words(`
  abbr article aside b bdi bdo blockquote body br caption center cite code col colgroup dd del dfn
  div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr html i ins kbd label li
  main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub sup table tbody td
  tfoot th thead time tr tt u ul var wbr`);

/** Attributes of HTML that load, submit to or open something else. Those of SVG do it by href alone. */
export const loadingAttributes = words(`
  action background cite code codebase classid data formaction http-equiv longdesc manifest ping
  poster profile src srcdoc srcset xmlbase archive lowsrc dynsrc`);
