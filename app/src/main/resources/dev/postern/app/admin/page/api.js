// How the page asks. A token stays in this tab's session storage and goes nowhere but into the Authorization field.
const TOKEN = 'postern-token';
let onToken = () => {};

class Refusal extends Error {
  constructor(status, body) {
    super(body.error || 'The proxy answers ' + status + '.');
    this.status = status;
    this.body = body;
  }
}

const token = () => sessionStorage.getItem(TOKEN);
const authorization = () => token() ? { Authorization: 'Bearer ' + token() } : {};

function query(parameters) {
  const wanted = Object.entries(parameters).flatMap(([name, value]) =>
    [value].flat().filter(one => one !== undefined && one !== '' && one !== false).map(one => [name, String(one)]));
  return wanted.length ? '?' + new URLSearchParams(wanted) : '';
}

async function request(method, path, options = {}) {
  const headers = { Accept: 'application/json', ...authorization() };
  if (options.body !== undefined) headers['Content-Type'] = 'application/yaml';
  let response;
  try {
    response = await fetch(path + query(options.query || {}), { method, headers, body: options.body, signal: options.signal });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refusal(0, { error: 'The proxy can not be reached.' });
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  if (response.status === 401) onToken();
  throw new Refusal(response.status, body);
}

const ask = async (path, parameters, signal) => (await request('GET', path, { query: parameters, signal })).json();
const order = async (method, path, parameters, body) => (await request(method, path, { query: parameters, body })).json();

// Each snapshot as it comes; returns when the proxy ends the stream, which it does every 45 s.
async function listen(onSnapshot, signal) {
  const response = await request('GET', '/events', { signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n').filter(line => line.startsWith('data: '));
      text = text.slice(end + 2);
      if (lines.length) onSnapshot(JSON.parse(lines.map(line => line.slice(6)).join('\n')));
    }
  }
}
