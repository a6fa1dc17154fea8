'use strict';
// Drives the npm package helpscout-mailbox-api: everything that it can do with customers.
// Environment: BASE_URL, CLIENT_ID, CLIENT_SECRET, and CLIENT_HOME, where the package is installed.

const path = require('node:path');
const { createRequire } = require('node:module');
const { check, part, refusal, end } = require('../tally.cjs');

const { BASE_URL, CLIENT_ID, CLIENT_SECRET, CLIENT_HOME } = process.env;
const installed = createRequire(path.join(CLIENT_HOME, 'package.json'));
const HelpScout = installed('helpscout-mailbox-api');
const mark = Date.now().toString(36);

// The client has the vendor's address in its code. Its own HTTP library is told to ask this server instead, and nobody else.
installed('axios').interceptors.request.use((request) => {
  const asked = new URL(request.url, request.baseURL);
  const here = new URL(BASE_URL);
  if (asked.host !== 'api.helpscout.net' && asked.host !== here.host) throw new Error(`${asked.host} was asked`);
  return { ...request, url: new URL(asked.pathname + asked.search, here).href, baseURL: undefined };
});

const client = (clientSecret) => {
  const made = new HelpScout({ clientId: CLIENT_ID, clientSecret, authenticationFlow: 'clientCredentials' });
  made.updateBottleneckOptions({ minTime: 0, reservoir: null, reservoirRefreshAmount: null, reservoirRefreshInterval: null });
  return made;
};

const hs = client(CLIENT_SECRET);
const address = { city: 'Lagos', state: 'LA', postalCode: '100001', country: 'NG', lines: ['12 Marina', 'Floor 3'] };
const lastName = `Okoro-${mark}`;
const email = `ines.${mark}@northwind.example`;
let id;

const read = async () => (await hs.customers.get(id)).data;
const list = async (parameters) => (await hs.customers.list(parameters)).data;
const ids = (page) => page._embedded.customers.map((customer) => customer.id);

async function tokens() {
  check('a wrong secret is refused', (await refusal(client('wrong').getTokens())) === 401);
  const given = await hs.getTokens();
  check('a token is a bearer token', given.access_token.length > 0 && given.token_type === 'bearer', given);
  check('its lifetime is an integer', given.expires_in === 172800, given);
  let renewed = 0;
  hs.on('tokens', () => { renewed += 1; });
  hs.setCredentials({ access_token: 'long expired' });
  check('the call is repeated with a new token', (await hs.customers.list()).status === 200 && renewed === 1, renewed);
  hs.setCredentials(given);
}

async function create() {
  const made = await hs.customers.create({
    firstName: 'Ines', lastName, jobTitle: 'Buyer', location: 'Lagos', background: 'Met at the fair', gender: 'female',
    age: '30-35', photoUrl: 'https://northwind.example/ines.png', photoType: 'twitter', organization: `Northwind ${mark}`,
    emails: [{ type: 'work', value: email }], phones: [{ type: 'mobile', value: '+234 1 555 0100' }],
    chats: [{ type: 'skype', value: 'ines.o' }], socialProfiles: [{ type: 'twitter', value: '@ines' }],
    websites: [{ value: 'https://northwind.example' }], address,
  });
  check('a create is a 201 without a body', made.status === 201 && made.data === '', [made.status, made.data]);
  id = Number(made.headers['resource-id']);
  check('Resource-ID is a number', Number.isSafeInteger(id), made.headers);
  check('Location is absolute', made.headers.location === `${BASE_URL}/v2/customers/${id}`, made.headers);
}

async function get() {
  const customer = await read();
  check('own fields are read', customer.id === id && customer.lastName === lastName && customer.age === '30-35', customer);
  check('a gender has a capital', customer.gender === 'Female', customer.gender);
  check('a photo type is in lower case', customer.photoType === 'twitter', customer.photoType);
  check('an organization has name and id', customer.organization === `Northwind ${mark}` && customer.organizationId > 0, customer);
  check('dates are in whole seconds', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(customer.createdAt), customer.createdAt);
  const { emails, phones, chats, social_profiles: profiles, websites } = customer._embedded;
  check('an email is embedded', emails[0].value === email && emails[0].type === 'work' && emails[0].id > 0, emails);
  check('a phone is embedded', phones[0].value === '+234 1 555 0100' && phones[0].type === 'mobile', phones);
  check('a chat is embedded', chats[0].value === 'ines.o' && chats[0].type === 'skype', chats);
  check('a social profile is embedded', profiles[0].value === '@ines' && profiles[0].type === 'twitter', profiles);
  check('a website is embedded', websites[0].value === 'https://northwind.example', websites);
  check('the address is embedded', customer._embedded.address.lines.join() === '12 Marina,Floor 3', customer._embedded);
  check('the self link leads here', customer._links.self.href.endsWith(`/v2/customers/${id}`), customer._links);
}

async function find() {
  const since = new Date(Date.now() - 3600_000).toISOString();
  for (const parameters of [{ lastName }, { lastName: lastName.toUpperCase(), firstName: 'ines' }, { lastName, modifiedSince: since },
    { query: `(email:"${email}")` }, { query: `(lastName:"${lastName}" AND NOT firstName:"John")` }]) {
    const page = await list(parameters);
    check(`found by ${JSON.stringify(parameters)}`, ids(page).join() === String(id), ids(page));
    check('the page has its numbers', Object.values(page.page).join() === '50,1,1,1', page.page);
  }
  const nobody = await list({ lastName: `Nobody-${mark}` });
  check('an empty list is a list', ids(nobody).length === 0 && nobody.page.totalElements === 0, nobody);
  check('a broken query is refused', (await refusal(list({ query: '(email:' }))) === 400);
}

async function patch() {
  const operations = [{ op: 'replace', path: '/firstName', value: 'Inês' }, { op: 'remove', path: '/background' }];
  check('a patch is a 204', (await hs.customers.update(id, operations)).status === 204);
  const customer = await read();
  check('only what was patched changed', customer.firstName === 'Inês' && !customer.background && customer.jobTitle === 'Buyer', customer);
}

async function overwrite() {
  check('an overwrite is a 204', (await hs.customers.overwrite(id, { firstName: 'Ines', lastName, jobTitle: 'Head' })).status === 204);
  const customer = await read();
  check('what was left out is empty', customer.jobTitle === 'Head' && !customer.location && !customer.organization, customer);
  check('entries stay', customer._embedded.emails.length === 1, customer._embedded.emails);
}

async function entries(resource, key, first, second) {
  const calls = hs.customers[resource];
  const listed = async () => (await calls.list(id)).data._embedded[key];
  const made = await calls.create(id, first);
  const entry = Number(made.headers['resource-id']);
  check(`${key}: a create is a 201`, made.status === 201 && entry > 0, made.status);
  const found = async () => (await listed()).find((one) => one.id === entry);
  check(`${key}: it is listed`, (await found()).value === first.value && (await found()).type === first.type, await listed());
  check(`${key}: an update is a 204`, (await calls.update(id, entry, second)).status === 204);
  check(`${key}: it is changed`, (await found()).value === second.value && (await found()).type === second.type, await listed());
  check(`${key}: a delete is a 204`, (await calls.delete(id, entry)).status === 204);
  check(`${key}: it is gone`, (await found()) === undefined, await listed());
}

async function addresses() {
  const calls = hs.customers.addresses;
  check('an address is removed', (await calls.delete(id)).status === 204);
  check('then there is none', (await refusal(calls.get(id))) === 404);
  check('an address is made', (await calls.create(id, address)).status === 201);
  check('it is read', (await calls.get(id)).data.postalCode === '100001');
  check('it is updated', (await calls.update(id, { ...address, city: 'Ikeja' })).status === 204);
  check('it is changed', (await calls.get(id)).data.city === 'Ikeja');
}

async function properties() {
  const slug = `car-${mark}`;
  await hs.post('customer-properties', { type: 'text', slug, name: 'Car' });
  const defined = (await hs.customerProperties.list()).data._embedded['customer-properties'];
  check('a definition is listed', defined.some((one) => one.slug === slug && one.type === 'text' && one.name === 'Car'), defined);
  const value = async () => (await read())._embedded.properties.find((one) => one.slug === slug)?.value;
  check('a value is set', (await hs.customers.properties.update(id, [{ op: 'replace', path: `/${slug}`, value: 'Tesla' }])).status === 204);
  check('it is read', (await value()) === 'Tesla', await value());
  check('it is cleared', (await hs.patch(`customers/${id}/properties`, [{ op: 'remove', path: `/${slug}` }])).status === 204);
  check('then it is not there', (await value()) == null, await value());
}

async function pages() {
  const name = `Page-${mark}`;
  await Promise.all(Array.from({ length: 51 }, (_, number) => hs.customers.create({ firstName: `P${number}`, lastName: name })));
  const first = await list({ lastName: name });
  check('the first page has 50 of 51', ids(first).length === 50 && first.page.totalElements === 51 && first.page.totalPages === 2, first.page);
  const second = (await hs.nextPage(first._links)).data;
  check('the second page has the last one', ids(second).length === 1 && second.page.number === 2 && !('next' in second._links), second.page);
  check('nobody comes twice', new Set([...ids(first), ...ids(second)]).size === 51);
}

async function starts() {
  check('the user is told', (await hs.get('users/me')).data.type === 'user');
  const mailboxes = (await hs.mailboxes.list()).data._embedded.mailboxes;
  check('there is one mailbox', mailboxes.length === 1, mailboxes);
  for (const key of ['tags', 'teams', 'workflows', 'conversations']) {
    const none = (await hs[key].list()).data._embedded[key];
    check(`there are no ${key}`, Array.isArray(none) && none.length === 0, none);
  }
}

async function errors() {
  check('an unknown customer is a 404', (await refusal(hs.customers.get(999999999))) === 404);
  check('a taken address is a 409', (await refusal(hs.customers.create({ emails: [{ type: 'work', value: email }] }))) === 409);
  const refused = await hs.customers.create({ firstName: 'x'.repeat(41), gender: 'none' }).catch((error) => error.response);
  const told = refused.data._embedded.errors.map((error) => error.path);
  check('a refusal names every field', refused.status === 400 && told.sort().join() === 'firstName,gender', refused.data);
  check('a refusal has its media type', refused.headers['content-type'] === 'application/vnd.error+json', refused.headers);
}

async function erase() {
  check('a delete is a 204', (await hs.delete(`customers/${id}`)).status === 204);
  check('then the customer is gone', (await refusal(hs.customers.get(id))) === 404);
}

(async () => {
  await part('tokens', tokens);
  await part('create', create);
  await part('get', get);
  await part('find', find);
  await part('patch', patch);
  await part('overwrite', overwrite);
  await part('emails', () => entries('emails', 'emails', { type: 'home', value: `a.${mark}@home.example` }, { type: 'other', value: `b.${mark}@home.example` }));
  await part('phones', () => entries('phones', 'phones', { type: 'home', value: '111' }, { type: 'pager', value: '222' }));
  await part('chats', () => entries('chatHandles', 'chats', { type: 'icq', value: 'one' }, { type: 'xmpp', value: 'two' }));
  await part('profiles', () => entries('socialProfiles', 'social-profiles', { type: 'facebook', value: 'one' }, { type: 'linkedin', value: 'two' }));
  await part('websites', () => entries('websites', 'websites', { value: 'https://one.example' }, { value: 'two.example/b' }));
  await part('addresses', addresses);
  await part('properties', properties);
  await part('pages', pages);
  await part('starts', starts);
  await part('errors', errors);
  await part('erase', erase);
  end();
})();
