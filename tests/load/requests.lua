-- Sends the requests that it is given, in turns, and counts how they were answered; must not know what they ask.
--
-- Arguments: method, path and body of each request; a body may be empty. The last line of what is printed is JSON.

local requests = {}
local next_request = 0
local threads = {}

-- Globals, as `done` reads them out of each thread.
statuses = {}
without_retry_after = 0

function setup(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end

function init(arguments)
    for i = 1, #arguments, 3 do
        local method, path, body = arguments[i], arguments[i + 1], arguments[i + 2]
        local headers = body ~= "" and { ["Content-Type"] = "application/json" } or nil
        table.insert(requests, wrk.format(method, path, headers, body ~= "" and body or nil))
    end
    -- Threads begin at different requests.
    next_request = number
end

function request()
    next_request = next_request % #requests + 1
    return requests[next_request]
end

function response(status, headers)
    statuses[tostring(status)] = (statuses[tostring(status)] or 0) + 1
    if status == 503 and not (headers["Retry-After"] or headers["retry-after"]) then
        without_retry_after = without_retry_after + 1
    end
end

function done(summary, latency)
    local all, missing = {}, 0
    for _, thread in ipairs(threads) do
        for status, count in pairs(thread:get("statuses")) do
            all[status] = (all[status] or 0) + count
        end
        missing = missing + thread:get("without_retry_after")
    end
    local counts = {}
    for status, count in pairs(all) do
        table.insert(counts, string.format('"%s":%d', status, count))
    end
    local errors = summary.errors
    print(string.format(
        '{"requests":%d,"seconds":%f,"p50_us":%d,"p99_us":%d,"statuses":{%s},"without_retry_after":%d,"broken":%d}',
        summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
        table.concat(counts, ","), missing, errors.connect + errors.read + errors.write + errors.timeout
    ))
end
