// Charts of seconds: areas that stand on each other, or lines. The pointer or the arrow keys read single seconds.
const HEIGHT = 168;
const LEFT = 46;
const BOTTOM = 20;
const TOP = 8;

function nice(highest) {
  const power = 10 ** Math.floor(Math.log10(highest || 1));
  const step = [1, 2, 2.5, 5, 10].find(each => each * power >= (highest || 1));
  return step * power;
}

/**
 * @param series [{ name, tone, values: second => number | null }] from the lowest to the highest
 * @param options { label, isStacked, unit: number => text }
 */
function chart(series, options) {
  const svg = s('svg', { class: 'plot', height: HEIGHT, 'aria-hidden': 'true' });
  const hatch = s('pattern', { id: 'hatch-' + options.id, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    s('rect', { width: 5, height: 5, class: 'hatch-ground' }), s('rect', { width: 2, height: 5, class: 'hatch-line' }));
  const grid = s('g', { class: 'grid' });
  const paths = series.map(each => s('path', { class: (options.isStacked ? 'area ' : 'line ') + each.tone,
    fill: options.isStacked && each.tone === 'bad' ? 'url(#hatch-' + options.id + ')' : undefined }));
  const cursor = s('line', { class: 'cursor', y1: TOP, y2: HEIGHT - BOTTOM, visibility: 'hidden' });
  svg.append(s('defs', {}, hatch), grid, ...paths, cursor);

  const readings = series.map(each => h('b', { class: 'num' }));
  const legend = h('ul', { class: 'legend' }, ...[...series.keys()].reverse().map(i =>
    h('li', {}, h('span', { class: 'key ' + series[i].tone + (options.isStacked ? '' : ' stroke'), 'aria-hidden': 'true' }), series[i].name + ' ', readings[i])));
  const moment = h('span', { class: 'moment muted' }, 'now');
  const spoken = h('span', { class: 'unseen', role: 'status' });
  const box = h('div', { class: 'plot-box', tabindex: 0, role: 'img', 'aria-label': options.label + '. The arrow keys read single seconds.',
    onkeydown: key, onpointermove: point, onpointerleave: release, onblur: release }, svg);
  const figureElement = h('figure', { class: 'chart' }, h('figcaption', {}, h('span', { class: 'chart-title' }, options.label), moment, legend), box, spoken);

  let seconds = [];
  let read = null;
  let width = 600;

  const top = second => options.isStacked
    ? series.reduce((sum, each) => sum + (each.values(second) || 0), 0)
    : Math.max(0, ...series.map(each => each.values(second) || 0));
  const x = i => LEFT + i * (width - LEFT - 4) / Math.max(1, seconds.length - 1);

  function draw() {
    if (!seconds.length || !svg.isConnected) return;
    svg.setAttribute('viewBox', '0 0 ' + width + ' ' + HEIGHT);
    const highest = nice(Math.max(options.least || 1, ...seconds.map(top)));
    const y = value => HEIGHT - BOTTOM - value / highest * (HEIGHT - BOTTOM - TOP);
    const below = seconds.map(() => 0);
    series.forEach((each, n) => {
      const points = seconds.map((second, i) => {
        const value = each.values(second);
        if (!options.isStacked) return value === null ? null : [x(i), y(value)];
        return [x(i), y(below[i] += value || 0)];
      });
      const floor = options.isStacked && seconds.map((second, i) => [x(i), y(below[i] - (each.values(second) || 0))]).reverse();
      paths[n].setAttribute('d', options.isStacked
        ? 'M' + points.concat(floor).map(point => point.map(round).join(',')).join('L') + 'Z' : strokes(points));
    });
    const marks = [0, 0.5, 1].map(part => [s('line', { x1: LEFT, x2: width, y1: y(part * highest), y2: y(part * highest) }),
      s('text', { x: LEFT - 6, y: y(part * highest) + 4, 'text-anchor': 'end' }, options.unit(part * highest))]);
    const minutes = seconds.length / 60;
    const times = [0, 0.5].map(part => s('text', { x: x(part * (seconds.length - 1)), y: HEIGHT - 5, 'text-anchor': part ? 'middle' : 'start' },
      '−' + figure(minutes * (1 - part)) + ' min'));
    grid.replaceChildren(...marks.flat(), ...times, s('text', { x: width - 2, y: HEIGHT - 5, 'text-anchor': 'end' }, 'now'));
    show();
  }

  const round = value => Math.round(value * 10) / 10;

  // A second without requests has no latency: the line begins anew after it.
  function strokes(points) {
    let path = '';
    points.forEach((point, i) => {
      if (!point) return;
      const isAlone = !points[i - 1] && !points[i + 1];
      path += (points[i - 1] ? 'L' : 'M') + point.map(round).join(',') + (isAlone ? 'h1' : '');
    });
    return path;
  }

  function show() {
    const index = read === null ? seconds.length - 1 : Math.min(read, seconds.length - 1);
    series.forEach((each, i) => {
      const value = each.values(seconds[index]);
      say(readings[i], value === null ? '–' : options.unit(value));
    });
    say(moment, read === null ? 'now' : seconds.length - 1 - index + ' s ago');
    cursor.setAttribute('visibility', read === null ? 'hidden' : 'visible');
    cursor.setAttribute('x1', x(index));
    cursor.setAttribute('x2', x(index));
  }

  function point(event) {
    const at = (event.clientX - svg.getBoundingClientRect().left - LEFT) / (width - LEFT - 4);
    read = Math.max(0, Math.min(seconds.length - 1, Math.round(at * (seconds.length - 1))));
    show();
  }

  function key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 }[event.key];
    if (event.key === 'Escape') release();
    if (!step || !seconds.length) return;
    event.preventDefault();
    read = Math.max(0, Math.min(seconds.length - 1, (read === null ? seconds.length - 1 : read) + step));
    show();
    say(spoken, moment.textContent + ': ' + series.map((each, i) => each.name + ' ' + readings[i].textContent).join(', '));
  }

  function release() {
    read = null;
    say(spoken, '');
    if (seconds.length) show();
  }

  new ResizeObserver(entries => {
    width = Math.max(200, Math.round(entries[0].contentRect.width));
    draw();
  }).observe(box);

  return { element: figureElement, show: next => { seconds = next; draw(); } };
}

// Beside an upstream: the requests of the last minute.
function sparkline(values) {
  const highest = Math.max(1, ...values);
  const points = values.map((value, i) => Math.round(i * 1000 / Math.max(1, values.length - 1)) / 10 + ',' + Math.round(22 - value / highest * 20));
  return s('svg', { class: 'spark', viewBox: '0 0 100 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    s('path', { class: 'spark-area', d: 'M0,24L' + points.join('L') + 'L100,24Z' }), s('path', { class: 'spark-line', d: 'M' + points.join('L') }));
}
