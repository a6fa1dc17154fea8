// The modules of the application. Every page works without them; they only add.

import { start as bulk } from "./bulk.js";
import { start as choice } from "./choice.js";
import { start as columns } from "./columns.js";
import { start as copy } from "./copy.js";
import { start as counts } from "./counts.js";
import { start as edit } from "./edit.js";
import { start as entries } from "./entries.js";
import { start as faces } from "./faces.js";
import { start as filter } from "./filter.js";
import { start as how } from "./how.js";
import { start as keys } from "./keys.js";
import { start as live } from "./live.js";
import { start as menus } from "./menus.js";
import { start as options } from "./options.js";
import { start as order } from "./order.js";
import { start as palette } from "./palette.js";
import { start as recent } from "./recent.js";
import { start as search } from "./search.js";
import { start as select } from "./select.js";
import { start as theme } from "./theme.js";
import { start as toast } from "./toast.js";
import { start as typeahead } from "./typeahead.js";
import { start as unsaved } from "./unsaved.js";
import { start as way } from "./way.js";

const all = [theme, faces, menus, keys, recent, palette, toast, way, columns, search, select, edit, choice, entries, typeahead, bulk, live, copy, options, order, unsaved, counts, how, filter];
for (const start of all) start();
