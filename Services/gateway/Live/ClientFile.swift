import Contracts
import HTTPServer

/// A part of the reference client, `/client/mynah.js`, and of the small page that uses it, `/client/`.
struct ClientFile: Sendable {
    let path: String
    let summary: String
    /// The media type.
    let type: String
    let bytes: [UInt8]

    static let all = [
        ClientFile(
            path: "/client/",
            summary: "A small page over this API",
            type: "text/html",
            bytes: PackageResources.index_html
        ),
        ClientFile(
            path: "/client/mynah.js",
            summary: "The reference client",
            type: "text/javascript",
            bytes: PackageResources.mynah_js
        ),
        ClientFile(
            path: "/client/notifications.js",
            summary: "The reference client's notifications",
            type: "text/javascript",
            bytes: PackageResources.notifications_js
        ),
        ClientFile(
            path: "/client/page.js",
            summary: "What the page does",
            type: "text/javascript",
            bytes: PackageResources.page_js
        ),
        ClientFile(
            path: "/client/style.css",
            summary: "How the page looks",
            type: "text/css",
            bytes: PackageResources.style_css
        ),
    ]

    /// Nothing but what comes from here runs or is shown, and no other site frames it.
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' blob:",
        "media-src 'self' blob:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    func show(_: HTTPRequest, _: PathParameters, _: Caller) async throws -> HTTPResponse {
        let headers = [
            (name: "Content-Security-Policy", value: Self.policy), (name: "X-Content-Type-Options", value: "nosniff"),
            (name: "Referrer-Policy", value: "no-referrer"), (name: "Cache-Control", value: "no-cache"),
        ]
        return HTTPResponse(200, type: "\(type); charset=utf-8", bytes: bytes, headers: headers)
    }
}
