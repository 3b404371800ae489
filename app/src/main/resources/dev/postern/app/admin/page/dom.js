// Elements are made and never parsed from text, so that no name in a configuration can become markup.
const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const byId = id => document.getElementById(id);

// why: text that did not change is left alone, so that a selection stays and readers of the screen are not disturbed.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Brings the children of a container in line with items: rows that stay keep their focus.
function keyed(container, items, keyOf, make, update) {
  const known = new Map([...container.children].map(child => [child.dataset.key, child]));
  let at = container.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let row = known.get(key);
    known.delete(key);
    if (!row) {
      row = make(item);
      row.dataset.key = key;
    }
    if (update) update(row, item);
    if (row === at) at = at.nextElementSibling;
    else container.insertBefore(row, at);
  }
  known.forEach(row => row.remove());
}

const ICONS = {
  ok: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM4.6 8.2l2.4 2.4l4.6-4.9l-1.1-1.1l-3.5 3.8l-1.3-1.3z',
  half: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM8 3.2v9.6a4.8 4.8 0 0 0 0-9.6z',
  ring: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM8 3.4a4.6 4.6 0 1 0 0 9.2a4.6 4.6 0 0 0 0-9.2z',
  cross: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM5.5 4.4L4.4 5.5L6.9 8l-2.5 2.5l1.1 1.1L8 9.1l2.5 2.5l1.1-1.1L9.1 8l2.5-2.5l-1.1-1.1L8 6.9z',
  pause: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13zM5.4 4.8v6.4h1.8V4.8zM8.8 4.8v6.4h1.8V4.8z',
  alert: 'M8 1.3L15.4 14.2H.6zM7.2 5.8v4.2h1.6V5.8zM7.2 11v1.6h1.6V11z',
};

const icon = name => s('svg', { class: 'icon', viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': 'true' },
  s('path', { d: ICONS[name], 'fill-rule': 'evenodd' }));

const STATES = {
  serving: ['ok', 'ok'], warming: ['ok', 'half'], unproven: ['warn', 'ring'],
  unhealthy: ['bad', 'cross'], ejected: ['bad', 'cross'], draining: ['idle', 'pause'], out: ['idle', 'pause'],
};
const serves = state => state === 'serving' || state === 'warming';

function badge(tone, shape, text) {
  return h('span', { class: 'badge ' + tone }, icon(shape), h('span', {}, text));
}
const stateBadge = state => badge(...(STATES[state] || ['warn', 'ring']), state);

function figure(value) {
  if (!value) return '0';
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(value < 1 ? 2 : 1).replace(/\.?0+$/, '');
}
const millis = value => !value ? '–' : value >= 10000 ? figure(value / 1000) + ' s' : figure(value) + ' ms';
const count = value => value.toLocaleString('en');
const plural = (number, one, many) => count(number) + ' ' + (number === 1 ? one : many);

function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit++; }
  return figure(value) + ' ' + units[unit];
}

// By the proxy's clock, as that of the one who looks may be wrong.
let now = Date.now();
const heard = at => { now = Date.parse(at); };

function age(at) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
  if (seconds < 60) return seconds + ' s';
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min';
  if (seconds < 86400) return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min';
  return Math.floor(seconds / 86400) + ' d ' + Math.floor(seconds % 86400 / 3600) + ' h';
}

const time = at => new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const when = at => h('time', { datetime: at, title: time(at) }, age(at) + ' ago');

// A cell that on a phone stands on a line of its own says what it is.
const cell = (label, attributes, ...children) => h('td', { 'data-label': label, ...attributes }, ...children);
const head = (...names) => h('thead', {}, h('tr', {}, ...names.map(name =>
  name.startsWith('#') ? h('th', { scope: 'col', class: 'num' }, name.slice(1)) : h('th', { scope: 'col' }, name))));
const panel = (title, ...children) => h('section', { class: 'panel', 'aria-label': title }, h('h2', {}, title), ...children);

let fields = 0;
function field(label, control) {
  control.id = control.id || 'field-' + ++fields;
  return h('div', { class: 'field' }, h('label', { for: control.id }, label), control);
}

function later(task, delay) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(task, delay); };
}
