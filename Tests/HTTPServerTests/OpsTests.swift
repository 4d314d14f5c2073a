import Contracts
import HTTPServer
import Runtime
import Testing

@Suite(.timeLimit(.minutes(1)))
struct OpsTests {
    @Test func `tells health, readiness and metrics`() async throws {
        let metrics = Metrics()
        metrics.counter("things_total", help: "Things.").increment()
        let readiness = Readiness()
        readiness.waiting(for: "store")
        let router = OpsRoutes(metrics: metrics, readiness: readiness).router(service: "test")
        try await withServer(router, metrics: metrics) { port in
            #expect(try await get(port, "/healthz").status == 200)
            let waiting = try await get(port, "/readyz")
            #expect(waiting.status == 503)
            #expect(waiting.text.contains("store"))
            readiness.ready("store")
            #expect(try await get(port, "/readyz").status == 200)
            var page = try await get(port, "/metrics").text
            // The last answer is counted once it is sent, of which its receiver may hear first.
            while !page.contains(#"http_request_duration_seconds_count{route="GET /readyz",server="http"} 2"#) {
                page = try await get(port, "/metrics").text
            }
            #expect(page.contains("things_total 1"))
            #expect(page.contains(#"http_requests_total{route="GET /healthz",server="http",status="200"} 1"#))
        }
    }

    @Test func `carries the caller's trace`() async throws {
        var router = openRouter()
        router.raw(.get, "/trace", (), "Tells the trace.") { _, _, _ in
            HTTPResponse(200, text: Trace.current?.traceID ?? "none")
        }
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        let reply = try await withServer(router) {
            try await get($0, "/trace", "traceparent: 00-\(trace)-00f067aa0ba902b7-01")
        }
        #expect(reply.text == trace)
    }

    @Test func `knows its caller before it reads`() async throws {
        var router = Router<Bool, String>(title: "Test", version: "1") { request, isOpen in
            guard let name = request.header("X-Name") ?? (isOpen ? "anybody" : nil) else {
                throw Problem(401, "unknown_caller", "Say who you are.")
            }
            return name
        }
        router.on(.post, "/name", false, "Tells the caller.") { (call: Call<String, NoQuery, [Int]>) in call.identity }
        try await withServer(router) { port in
            let refused = try await post(port, "/name", "not even JSON")
            #expect(refused.status == 401)
            #expect(refused.headers["www-authenticate"] == "Bearer")
            let head = "POST /name HTTP/1.1\r\nHost: test\r\nX-Name: ada\r\nContent-Length: 2\r\n\r\n[]"
            #expect(try await fetch(port, head).text == "\"ada\"")
        }
    }
}
