import Contracts
import HTTPServer

/// The connected numbers and their sessions.
extension RouteTable {
    func addChannels(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        router.on(.get, "/api/waha/session/info", view, "The state of the session", sessions.info)
        router.on(.post, "/api/waha/session/start", edit, "Start or restart the session", sessions.start)
        router.on(.post, "/api/waha/session/restart", edit, "Stop and start the session", sessions.restart)
        router.on(.post, "/api/waha/session/stop", edit, "Stop the session", sessions.stop)
        router.on(.post, "/api/waha/session/logout", edit, "Unlink the number", sessions.logout)
        router.raw(
            .get,
            "/api/waha/session/qr",
            edit,
            "The code to scan",
            query: QRQuery.self,
            produces: "image/png",
            result: QRValue.self,
            sessions.qr
        )
        router.on(
            .post,
            "/api/waha/session/pairing-code",
            edit,
            "A code to type on the phone instead of scanning",
            sessions.pairingCode
        )
        addChannelSetup(to: &router)
        for (path, what) in [("", "of the session that they name"), ("/{channel}", "of one channel")] {
            router.webhook(
                "/api/webhooks/waha" + path,
                "Events from WAHA, signed, " + what,
                limit: WebhookReceiver.limit,
                webhooks.receive
            )
        }
    }

    func addChannelSetup(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .channels), Access.may(.edit, .channels))
        router.on(.get, "/api/channels", view, "The connected numbers", channels.list)
        router.on(.post, "/api/channels", .may(.create, .channels), "Connect a number", status: 201, channels.create)
        router.on(.get, "/api/channels/{id}", view, "One connected number", channels.show)
        router.on(.put, "/api/channels/{id}", edit, "Set it up otherwise", channels.update)
        router.on(
            .delete,
            "/api/channels/{id}",
            .may(.delete, .channels),
            "Remove it; its messages stay",
            channels.remove
        )
    }
}
