'use strict';
// Drives the HelpScout node of the npm package n8n-nodes-base: everything that it can do with customers and mailboxes.
// n8n itself does not run. This file does for the node what n8n does: it hands out parameters and sends requests, with a token that it
// renews on a 401. Query parameters are added also to a link that has them already, so they come twice.
// Environment: BASE_URL, CLIENT_ID, CLIENT_SECRET, and CLIENT_HOME, where the package is installed.

const path = require('node:path');
const { check, part, refusal, end } = require('../tally.cjs');

const { BASE_URL, CLIENT_ID, CLIENT_SECRET, CLIENT_HOME } = process.env;
const dist = path.join(path.resolve(CLIENT_HOME), 'package', 'dist');
const { HelpScout } = require(path.join(dist, 'nodes', 'HelpScout', 'HelpScout.node.js'));
const { HelpScoutOAuth2Api } = require(path.join(dist, 'credentials', 'HelpScoutOAuth2Api.credentials.js'));
const mark = Date.now().toString(36);

/** The same place on this server; the node knows the vendor's address, and nobody else is asked. */
function here(address) {
  const [asked, base] = [new URL(address), new URL(BASE_URL)];
  if (asked.host !== 'api.helpscout.net' && asked.host !== base.host) throw new Error(`${asked.host} was asked`);
  return new URL(asked.pathname + asked.search, base);
}

let token = 'long expired';

async function renew() {
  const address = new HelpScoutOAuth2Api().properties.find((one) => one.name === 'accessTokenUrl').default;
  const form = { grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  const answer = await fetch(here(address), { method: 'POST', body: new URLSearchParams(form) });
  token = (await answer.json()).access_token;
}

async function send(options, again = true) {
  const url = here(options.uri);
  for (const [name, value] of Object.entries(options.qs ?? {})) url.searchParams.append(name, value);
  const headers = { ...options.headers, accept: 'application/json', authorization: `Bearer ${token}` };
  const answer = await fetch(url, { method: options.method, headers, body: options.body && JSON.stringify(options.body) });
  if (answer.status === 401 && again) {
    await renew();
    return send(options, false);
  }
  const text = await answer.text();
  const body = text === '' ? '' : JSON.parse(text);
  if (!answer.ok) throw Object.assign(new Error(`${answer.status} - ${text}`), { statusCode: answer.status, error: body });
  return options.resolveWithFullResponse ? { body, headers: Object.fromEntries(answer.headers), statusCode: answer.status } : body;
}

const node = new HelpScout();
const host = (parameters) => ({
  getInputData: () => [{ json: {} }],
  getNodeParameter: (name) => parameters[name],
  getNode: () => ({ id: '1', name: 'Help Scout', type: 'n8n-nodes-base.helpScout', typeVersion: 1, position: [0, 0], parameters }),
  continueOnFail: () => false,
  helpers: {
    requestOAuth2: (_credential, options) => send(options),
    returnJsonArray: (data) => [data].flat().map((json) => ({ json })),
    constructExecutionMetaData: (data) => data,
  },
});

const run = async (resource, operation, parameters) => {
  const [items] = await node.execute.call(host({ resource, operation, ...parameters }));
  return items.map((item) => item.json);
};
const empty = { chatsUi: {}, addressUi: {}, emailsUi: {}, phonesUi: {}, socialProfilesUi: {}, websitesUi: {} };
const create = (additionalFields, more) =>
  run('customer', 'create', { resolveData: false, additionalFields, ...empty, ...more });
const get = async (customerId) => (await run('customer', 'get', { customerId }))[0];
const list = (options, limit) => run('customer', 'getAll', { options, returnAll: limit === undefined, limit });

const lastName = `Okoro-${mark}`;
const email = `ines.n8n.${mark}@northwind.example`;
let id;

async function createAndResolve() {
  const additionalFields = { firstName: 'Ines', lastName, age: 42, gender: 'female', jobTitle: 'Buyer', location: 'Lagos',
    background: 'Notes', organization: `Northwind ${mark}`, photoUrl: 'https://northwind.example/ines.png' };
  const [customer] = await create(additionalFields, {
    resolveData: true,
    addressUi: { addressValue: { line1: '12 Marina', line2: '', city: 'Lagos', state: 'LA', country: 'NG', postalCode: '100001' } },
    chatsUi: { chatsValues: [{ type: 'qq', value: 'ines.o' }] },
    emailsUi: { emailsValues: [{ type: 'work', value: email }] },
    phonesUi: { phonesValues: [{ type: 'pager', value: '+234 1 555 0100' }] },
    socialProfilesUi: { socialProfilesValues: [{ type: 'aboutMe', value: 'ines' }, { type: 'forsquare', value: 'ines' }] },
    websitesUi: { websitesValues: [{ value: 'https://northwind.example' }] },
  });
  id = customer.id;
  check('the new customer is read at its Location', customer.lastName === lastName && customer.age === '42', customer);
  check('a gender has a capital', customer.gender === 'Female', customer.gender);
  const { emails, phones, chats, social_profiles: profiles, websites, address } = customer._embedded;
  check('an email came along', emails.length === 1 && emails[0].value === email, emails);
  check('phone, chat and website came along', phones[0].type === 'pager' && chats[0].type === 'qq' && websites.length === 1, customer._embedded);
  check('misspelt profiles are understood', profiles.map((one) => one.type).join() === 'aboutme,foursquare', profiles);
  check('an address with one line came along', address.lines[0] === '12 Marina' && address.country === 'NG', address);
}

async function createOnly() {
  const [made] = await create({ firstName: 'Adaeze', lastName });
  check('id and uri come from the headers', made.uri === `${BASE_URL}/v2/customers/${made.id}`, made);
}

async function update() {
  const [done] = await run('customer', 'update', { customerId: id, updateFields: { firstName: 'Inês', lastName, age: 43, gender: 'unknown' } });
  const customer = await get(id);
  check('an update is done', done.success && customer.firstName === 'Inês' && customer.age === '43' && customer.gender === 'Unknown', customer);
  check('what was left out is empty, entries stay', !customer.jobTitle && customer._embedded.emails.length === 1, customer);
}

async function find() {
  const names = async (options, limit) => (await list(options, limit)).map((customer) => customer.firstName).join();
  const since = new Date(Date.now() - 3600_000).toISOString();
  const [mailbox] = await run('mailbox', 'getAll', { returnAll: true });
  check('names ascend', (await names({ lastName, sortField: 'firstName', sortOrder: 'asc' })) === 'Adaeze,Inês');
  check('names descend', (await names({ lastName, sortField: 'firstName', sortOrder: 'desc' })) === 'Inês,Adaeze');
  check('a limit cuts', (await names({ lastName, sortField: 'modifiedAt', sortOrder: 'desc' }, 1)) === 'Inês');
  check('both names count', (await names({ firstName: 'adaeze', lastName })) === 'Adaeze');
  check('a time counts', (await list({ lastName, modifiedSince: since })).length === 2);
  check('the mailbox has everybody', (await list({ lastName, mailbox: mailbox.id })).length === 2);
  check('a query finds an address', (await names({ query: `(email:"${email}")`, sortField: 'score' })) === 'Inês');
  check('nobody is an empty list', (await list({ lastName: `Nobody-${mark}` })).length === 0);
}

async function pages() {
  const name = `Page-${mark}`;
  await Promise.all(Array.from({ length: 51 }, (_, number) => create({ firstName: `P${number}`, lastName: name })));
  const everybody = await list({ lastName: name });
  check('all pages are read', everybody.length === 51 && new Set(everybody.map((one) => one.id)).size === 51, everybody.length);
}

async function properties() {
  const slug = `plan-${mark}`;
  await send({ method: 'POST', uri: `${BASE_URL}/v2/customer-properties`, headers: { 'content-type': 'application/json' },
    body: { type: 'dropdown', slug, name: 'Plan', options: [{ label: 'Plus' }] } });
  const defined = (await run('customer', 'properties', {})).find((one) => one.slug === slug);
  check('a definition is listed', defined.type === 'dropdown' && defined.options[0].label === 'Plus', defined);
}

async function starts() {
  const [mailbox] = await run('mailbox', 'getAll', { returnAll: false, limit: 5 });
  const [read] = await run('mailbox', 'get', { mailboxId: mailbox.id });
  check('the mailbox is read', read.id === mailbox.id && read.slug.length > 0, read);
  check('there are no conversations', (await run('conversation', 'getAll', { returnAll: true, options: {} })).length === 0);
  const { getTags, getMailboxes } = node.methods.loadOptions;
  check('there are no tags to choose', (await getTags.call(host({}))).length === 0);
  check('there is a mailbox to choose', (await getMailboxes.call(host({})))[0].value === mailbox.id);
}

async function errors() {
  check('an unknown customer is a 404', (await refusal(get('999999999'))) === 404);
  check('a long name is a 400', (await refusal(create({ firstName: 'x'.repeat(41) }))) === 400);
  check('a taken address is a 409', (await refusal(create({}, { emailsUi: { emailsValues: [{ type: 'home', value: email }] } }))) === 409);
}

(async () => {
  await part('create and resolve', createAndResolve);
  check('a token was renewed on the way', token !== 'long expired');
  await part('create only', createOnly);
  await part('update', update);
  await part('find', find);
  await part('pages', pages);
  await part('properties', properties);
  await part('starts', starts);
  await part('errors', errors);
  end();
})();
