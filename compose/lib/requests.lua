-- Sends the requests of a file, each once and in order; see `bench requests`. With BENCH_ONCE it stops at the end,
-- else it begins again.
local requests, position, once = {}, 0, os.getenv("BENCH_ONCE")

function init()
    local file = assert(io.open(os.getenv("BENCH_REQUESTS"), "rb"))
    while true do
        local length = file:read("*l")
        if not length then break end
        requests[#requests + 1] = file:read(tonumber(length))
    end
    file:close()
end

function request()
    position = position + 1
    if position > #requests then
        if once then wrk.thread:stop() end
        position = 1
    end
    return requests[position]
end
