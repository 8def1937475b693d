/**
 * How a chart looks. Colours are CSS variables, so that a page that embeds the picture can set its own, and follow the
 * reader's choice of light or dark. A page marks what happens with two classes: `active` on `[data-state]`, `fired` on
 * `[data-edge]`.
 */

import { fontFamily, roles } from "./measure.ts"

export const style = `
.statechart {
  --chart-page: #ffffff;
  --chart-surface: #ffffff;
  --chart-nested: rgb(30 60 120 / 0.035);
  --chart-ink: #16202c;
  --chart-muted: #55606e;
  --chart-border: #7a8797;
  --chart-line: #5b6b80;
  --chart-event: #1b4fa8;
  --chart-label: #dfe9fb;
  --chart-accent: #c2410c;
  --chart-accent-surface: #ffedd5;
  font-family: ${fontFamily};
}
@media (prefers-color-scheme: dark) {
  .statechart {
    --chart-page: #0f151d;
    --chart-surface: #1a2430;
    --chart-nested: rgb(160 190 255 / 0.05);
    --chart-ink: #e8eef6;
    --chart-muted: #a5b2c2;
    --chart-border: #66788d;
    --chart-line: #8ea0b6;
    --chart-event: #9cc2ff;
    --chart-label: #26384f;
    --chart-accent: #fb923c;
    --chart-accent-surface: #43260f;
  }
}
.statechart text { white-space: pre; fill: var(--chart-ink); }
.statechart .page { fill: var(--chart-page); }
.statechart .box { fill: var(--chart-surface); stroke: var(--chart-border); stroke-width: 1.25; }
.statechart .nested > .box { fill: var(--chart-nested); }
.statechart .region > .box { stroke-dasharray: 5 4; }
.statechart .rule, .statechart .inset { fill: none; stroke: var(--chart-border); stroke-width: 1; }
.statechart .dot { fill: var(--chart-ink); }
.statechart .line { fill: none; stroke: var(--chart-line); stroke-width: 1.5; }
.statechart .head { fill: var(--chart-line); }
.statechart .card { fill: var(--chart-label); }
.statechart .inner .card { fill: none; }
${Object.entries(roles)
  .map(
    ([role, { size, bold }]) =>
      `.statechart .${role} { font-size: ${size}px; font-weight: ${bold ? 700 : 400}; }`,
  )
  .join("\n")}
.statechart .event { fill: var(--chart-event); }
.statechart .note, .statechart .keyword { fill: var(--chart-muted); }
.statechart .active > .box { stroke: var(--chart-accent); stroke-width: 2.5; fill: var(--chart-accent-surface); }
.statechart .active.nested > .box { fill: var(--chart-nested); }
.statechart .edge:is(.fired, :has(.fired)) .line { stroke: var(--chart-accent); stroke-width: 2.5; }
.statechart .edge:is(.fired, :has(.fired)) .head { fill: var(--chart-accent); }
.statechart .fired .card { fill: var(--chart-accent-surface); stroke: var(--chart-accent); }
`
