import Contracts
import HTTPServer

/// Conversations, messages, tags, and the feed.
extension RouteTable {
    func addInbox(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        router.on(.get, "/api/waha/contacts", view, "The conversation list", conversations.list)
        router.on(
            .post,
            "/api/waha/messages/send",
            edit,
            "Send a message of any kind",
            limit: SendHandlers.limit,
            send.send
        )
        router.on(.get, "/api/conversations/{id}", view, "One conversation", conversations.show)
        router.on(.get, "/api/conversations/{id}/messages", view, "Messages, newest first", messages.list)
        addMessages(to: &router)
        router.on(.get, "/api/conversations/{id}/contact", view, "Who this is", conversations.contact)
        router.raw(
            .get,
            "/api/conversations/{id}/picture",
            view,
            "The picture of a group",
            produces: "image/jpeg",
            pictures.showGroup
        )
        router.on(.post, "/api/conversations/{id}/read", edit, "Mark as read", conversations.markRead)
        router.on(.put, "/api/conversations/{id}/note", edit, "Write the shared note", conversations.setNote)
        router.on(.put, "/api/conversations/{id}/tags/{tag}", edit, "Put a tag on", conversations.addTag)
        router.on(.delete, "/api/conversations/{id}/tags/{tag}", edit, "Take a tag off", conversations.removeTag)
        router.on(
            .get,
            "/api/messages/search",
            view,
            "Messages by their words, newest first; a page may be short and go on",
            messages.search
        )
        router.on(
            .put,
            "/api/conversations/{id}/assignment",
            edit,
            "Assign it, or take it from whoever has it",
            work.assign
        )
        router.on(.get, "/api/conversations/{id}/assignments", view, "Who had it, newest first", work.assignments)
        router.on(.post, "/api/conversations/{id}/control", edit, "Move who may write", work.control)
        router.on(.post, "/api/conversations/{id}/end", edit, "End it; a new message starts the next", work.end)
        router.on(.get, "/api/conversations/{id}/history", view, "All conversations of its contact", work.history)
        router.on(.get, "/api/tags", view, "The workspace's tags", tags.list)
        router.on(.post, "/api/tags", edit, "Make a tag", status: 201, tags.create)
        router.on(.get, "/api/tags/{id}", view, "One tag and how many conversations have it", tags.show)
        router.on(.put, "/api/tags/{id}", edit, "Change a tag", tags.update)
        router.on(.delete, "/api/tags/{id}", edit, "Delete a tag everywhere", tags.delete)
    }

    /// Those of the one who is signed in.
    func addNotifications(to router: inout Router<Access, Caller>) {
        let all = "/api/notifications"
        router.on(.get, all, .signedIn, "What one should know, the latest first", notifications.list)
        router.on(.post, all + "/read", .signedIn, "Mark all as read", notifications.readAll)
        router.on(.post, all + "/{id}/read", .signedIn, "Mark one as read", notifications.read)
        router.on(.get, all + "/preferences", .signedIn, "How one is told", notifications.preferences)
        router.on(.put, all + "/preferences", .signedIn, "Choose how one is told", notifications.setPreferences)
    }

    /// Who may view one module at least sees what happens in it: each item is checked.
    func addLive(to router: inout Router<Access, Caller>) {
        for file in ClientFile.all {
            router.raw(.get, file.path, .open, file.summary, produces: file.type, file.show)
        }
        router.webSocket("/api/live", .signedIn, "What happens, as it happens", limits: LiveHandlers.limits, live.live)
        router.raw(
            .get,
            "/api/live/events",
            .signedIn,
            "The same as a stream of events",
            produces: "text/event-stream",
            live.events
        )
    }

    func addMessages(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        let (conversation, message) = ("/api/conversations/{id}", "/api/conversations/{id}/messages/{message}")
        router.on(.get, message, view, "One message", messages.show)
        router.on(.put, message, edit, "Change the text of one of ours", gestures.edit)
        router.on(.delete, message, edit, "Take one of ours back for everybody", gestures.revoke)
        router.on(.put, message + "/reaction", edit, "React with an emoji", gestures.react)
        router.on(.delete, message + "/reaction", edit, "Take our reaction back", gestures.unreact)
        router.on(.put, message + "/vote", edit, "Vote in a poll", gestures.vote)
        router.on(.get, message + "/explain", view, "Its way, how it stands, and what to do", explain.explain)
        router.on(.put, message + "/ai", edit, "Note what an assistant made of it", gestures.setAI)
        router.on(.post, conversation + "/typing", edit, "Show that we write, or no more", presence.typing)
        router.on(.post, conversation + "/presence", edit, "Show how we are present", presence.presence)
        router.on(.post, conversation + "/presence/watch", view, "Be told who types in it, for a while", presence.watch)
    }
}
