import HTTPServer
import JSON
import Store
import TestSupport
import Testing

@testable import gateway

/// The route table as a whole.
struct RoutesTests {
    private func withRouter(_ test: (Router<Access, Caller>) throws -> Void) async throws {
        try await withStore(.sqlite) { store in
            try test(Front.router(store))
        }
    }

    @Test func `no route is there twice and every type is described`() async throws {
        try await withRouter { router in
            _ = try router.build()
            #expect(router.undescribedTypes.isEmpty)
        }
    }

    @Test func `the description names every kind of message that can be sent`() async throws {
        let kinds = [
            "audio", "buttons", "contact", "file", "image", "list", "location", "poll", "sticker", "text", "video",
            "voice",
        ]
        try await withRouter { router in
            let schemas = try JSONDocument(router.openAPI()).root["components"]["schemas"]
            let type = schemas["SendBody"]["properties"]["type"]
            #expect(type["anyOf"][0]["enum"].array.compactMap(\.string) == kinds)
        }
    }

    /// So that a client knows it beforehand; the limits stand in `APILimits.swift`.
    @Test func `every list says how long a page may be`() async throws {
        try await withRouter { router in
            let document = try JSONDocument(router.openAPI())
            var lists = 0
            for path in document.root["paths"].object {
                for parameter in path.value["get"]["parameters"].array where parameter["name"].string == "limit" {
                    #expect(parameter["schema"]["maximum"].exists, "\(path.name)")
                    lists += 1
                }
            }
            #expect(lists >= 10)
        }
    }

    @Test func `only signing in, forgotten passwords, the version and webhooks are open`() async throws {
        try await withRouter { router in
            let document = try JSONDocument(router.openAPI())
            var open: Set<String> = []
            for path in document.root["paths"].object {
                for method in path.value.object where method.value["security"].array.isEmpty {
                    open.insert("\(method.name) \(path.name)")
                }
            }
            #expect(
                open == [
                    "post /api/auth/login", "get /api/version", "post /api/webhooks/waha",
                    "post /api/webhooks/waha/{channel}", "post /api/auth/password/forgot",
                    "post /api/auth/password/reset",
                    "get /client/", "get /client/mynah.js", "get /client/notifications.js", "get /client/page.js",
                    "get /client/style.css",
                ]
            )
        }
    }
}
