-- The load for wrk. Arguments after `--`:
--   fixed  TOKEN METHOD PATH [BODY_FILE]   the same request again and again
--   ids    TOKEN PATH_PREFIX IDS_FILE      GET of one id after another, as the file lists them
--   create TOKEN PATH BODIES_FILE FIRST    POST of one body a line, "@@@@@@@@@@" replaced by a number that never repeats
--   spread TOKENS_FILE PATH BODIES_FILE FIRST    the same with a token by chance for each, as the file lists them
-- A TOKEN with = in it is the cookie of a session.
-- Prints one line, `RESULT {json}`, at the end; latencies are in microseconds.

local placeholder = "@@@@@@@@@@"
local kinds = {}
local loader

-- Global, because `done` runs outside the thread that makes the requests and can only ask it for globals.
made = 0

function setup(thread)
  loader = thread
end

function init(args)
  if args[2]:find("=", 1, true) then
    wrk.headers["Cookie"] = args[2]
  else
    wrk.headers["Authorization"] = "Bearer " .. args[2]
  end
  kinds[args[1]](args)
end

function kinds.fixed(args)
  wrk.method = args[3]
  wrk.path = args[4]
  if args[5] then
    wrk.headers["Content-Type"] = "application/json"
    wrk.body = io.open(args[5], "rb"):read("*a")
  end
end

function kinds.ids(args)
  local head, tail = split(wrk.format("GET", args[3] .. placeholder))
  local ids = {}
  for id in io.lines(args[4]) do
    ids[#ids + 1] = tonumber(id)
  end
  math.randomseed(os.time())
  local at, count = math.random(#ids), #ids
  request = function()
    at = at % count + 1
    return head .. ids[at] .. tail
  end
end

function kinds.spread(args)
  local mark = "#token#"
  wrk.headers["Authorization"] = "Bearer " .. mark
  local tokens = {}
  for token in io.lines(args[2]) do
    tokens[#tokens + 1] = token
  end
  kinds.create(args)
  local plain = request
  request = function()
    local before, after = split(plain(), mark)
    return before .. tokens[math.random(#tokens)] .. after
  end
end

function kinds.create(args)
  wrk.headers["Content-Type"] = "application/json"
  local heads, middles, tails = {}, {}, {}
  for body in io.lines(args[4]) do
    local head, rest = split(wrk.format("POST", args[3], nil, body))
    local middle, tail = split(rest)
    heads[#heads + 1], middles[#middles + 1], tails[#tails + 1] = head, middle, tail
  end
  local first, count = tonumber(args[5]), #heads
  request = function()
    local number = first + made
    local which = number % count + 1
    made = made + 1
    return heads[which] .. number .. middles[which] .. number .. tails[which]
  end
end

function split(text, mark)
  local from, to = text:find(mark or placeholder, 1, true)
  return text:sub(1, from - 1), text:sub(to + 1)
end

function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format(
    'RESULT {"requests":%d,"micros":%d,"bytes":%d,"p50":%d,"p99":%d,"bad_status":%d,"broken":%d,"made":%d}',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout, loader:get("made")))
end
