import Contracts
import HTTPServer

/// What the gateway answers over HTTP: a line per route.
struct RouteTable {
    let version = VersionHandlers()
    let signIn: SignInHandlers
    let workspaces: WorkspaceHandlers
    let ownSessions: OwnSessionHandlers
    let passwords: PasswordHandlers
    let tokens: TokenHandlers
    let activity: ActivityHandlers
    let staff: StaffHandlers
    let roles: RoleHandlers
    let conversations: ConversationHandlers
    let messages: MessageHandlers
    let work: WorkHandlers
    let gestures: GestureHandlers
    let explain: ExplainHandlers
    let tags: TagHandlers
    let send: SendHandlers
    let channels: ChannelHandlers
    let sessions: SessionHandlers
    let media: MediaHandlers
    let gallery: GalleryHandlers
    let retention: RetentionHandlers
    let people: PeopleHandlers
    let contacts: ContactHandlers
    let pictures: PictureHandlers
    let records: RecordHandlers
    let campaigns: CampaignHandlers
    let live: LiveHandlers
    let webhooks: WebhookReceiver

    func add(to router: inout Router<Access, Caller>) {
        addAccess(to: &router)
        addStaff(to: &router)
        addInbox(to: &router)
        addLive(to: &router)
        addChannels(to: &router)
        addMedia(to: &router)
        addGallery(to: &router)
        addPeople(to: &router)
        addContacts(to: &router)
        addCampaigns(to: &router)
    }

    private func addAccess(to router: inout Router<Access, Caller>) {
        router.on(.get, "/api/version", .open, "What answers here", version.show)
        router.on(.post, "/api/auth/login", .open, "Sign in", signIn.signIn)
        router.on(.post, "/api/auth/logout", .signedIn, "Sign out", signIn.signOut)
        router.on(.get, "/api/auth/me", .signedIn, "Who is signed in", signIn.me)
        router.on(.post, "/api/auth/workspace", .signedIn, "Go to another workspace", signIn.switchWorkspace)
        router.on(.get, "/api/auth/sessions", .signedIn, "Where one is signed in", ownSessions.list)
        router.on(.delete, "/api/auth/sessions/{id}", .signedIn, "End a sign-in", ownSessions.end)
        router.on(.get, "/api/auth/sign-ins", .signedIn, "Who tried to sign in as oneself", ownSessions.attempts)
        router.on(.post, "/api/auth/password", .signedIn, "Change one's password", passwords.change)
        router.on(.post, "/api/auth/password/forgot", .open, "Send a link to choose a password", passwords.forgot)
        router.on(.post, "/api/auth/password/reset", .open, "Choose a password by a link", passwords.reset)
        router.on(.get, "/api/workspaces", .signedIn, "Where one works", workspaces.list)
        router.on(.post, "/api/workspaces", .signedIn, "Make a workspace", status: 201, workspaces.create)
    }

    private func addStaff(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .staff), Access.may(.edit, .staff))
        router.on(.get, "/api/staff", view, "Who works here", staff.list)
        router.on(.post, "/api/staff", .may(.create, .staff), "Add a person", status: 201, staff.create)
        router.on(
            .get,
            "/api/staff/directory",
            .may(.view, .chats),
            "Active colleagues, to assign to",
            staff.directory
        )
        router.on(.get, "/api/staff/{id}", view, "One person and what they may do", staff.show)
        router.on(.put, "/api/staff/{id}", edit, "Change a person", staff.update)
        router.on(.post, "/api/staff/{id}/deactivate", edit, "Let nobody in; ends sessions", staff.deactivate)
        router.on(.post, "/api/staff/{id}/activate", edit, "Let the person in again", staff.activate)
        router.on(.put, "/api/staff/{id}/permissions", edit, "Set a person's exceptions", staff.setPermissions)
        router.on(.get, "/api/staff/{id}/sign-ins", view, "Who tried to sign in as them", ownSessions.attemptsOf)
        addTokens(to: &router)
        addActivity(to: &router)
        router.on(.get, "/api/roles", view, "Roles and what they may do", roles.list)
        router.on(.put, "/api/roles/{role}", edit, "Make or change a role", roles.put)
        router.on(.delete, "/api/roles/{role}", .may(.delete, .staff), "Delete a role", roles.delete)
    }

    private func addTokens(to router: inout Router<Access, Caller>) {
        router.on(.get, "/api/tokens", .may(.view, .tokens), "Tokens for other programs", tokens.list)
        router.on(.post, "/api/tokens", .may(.create, .tokens), "Make a token", status: 201, tokens.create)
        router.on(.delete, "/api/tokens/{id}", .may(.delete, .tokens), "Delete a token at once", tokens.delete)
    }

    private func addActivity(to router: inout Router<Access, Caller>) {
        let view = Access.may(.view, .activity)
        router.on(.get, "/api/activity", view, "Who did what, newest first", activity.list)
        router.on(.get, "/api/activity/verify", view, "Whether the log is as it was written", activity.verify)
        router.raw(
            .get,
            "/api/activity/export",
            view,
            "The log as NDJSON or CSV, oldest first",
            query: ActivityExportQuery.self,
            produces: ActivityExport.Format.ndjson.type,
            alternatives: [ActivityExport.Format.csv.type],
            activity.export
        )
    }

    private func addInbox(to router: inout Router<Access, Caller>) {
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
        router.on(.post, "/api/conversations/{id}/read", edit, "Mark as read", conversations.markRead)
        router.on(.put, "/api/conversations/{id}/note", edit, "Write the shared note", conversations.setNote)
        router.on(.put, "/api/conversations/{id}/tags/{tag}", edit, "Put a tag on", conversations.addTag)
        router.on(.delete, "/api/conversations/{id}/tags/{tag}", edit, "Take a tag off", conversations.removeTag)
        router.on(.get, "/api/messages/search", view, "Messages by their words, newest first", messages.search)
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

    /// Who may view one module at least sees what happens in it: each item is checked.
    private func addLive(to router: inout Router<Access, Caller>) {
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

    private func addMessages(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        let (conversation, message) = ("/api/conversations/{id}", "/api/conversations/{id}/messages/{message}")
        router.on(.get, message, view, "One message", messages.show)
        router.on(.put, message, edit, "Change the text of one of ours", gestures.edit)
        router.on(.delete, message, edit, "Take one of ours back for everybody", gestures.revoke)
        router.on(.put, message + "/reaction", edit, "React with an emoji", gestures.react)
        router.on(.delete, message + "/reaction", edit, "Take our reaction back", gestures.unreact)
        router.on(.get, message + "/explain", view, "Its way, how it stands, and what to do", explain.explain)
        router.on(.put, message + "/ai", edit, "Note what an assistant made of it", gestures.setAI)
        router.on(.post, conversation + "/typing", edit, "Show that we write, or no more", gestures.typing)
        router.on(.post, conversation + "/presence", edit, "Show how we are present", gestures.presence)
    }

    private func addChannels(to router: inout Router<Access, Caller>) {
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
            router.raw(
                .post,
                "/api/webhooks/waha" + path,
                .open,
                "Events from WAHA, signed, " + what,
                limit: WebhookReceiver.limit,
                consumes: "application/json",
                produces: "application/json",
                webhooks.receive
            )
        }
    }

    private func addChannelSetup(to router: inout Router<Access, Caller>) {
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

    private func addMedia(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        // A redirection when browsers reach the media service, 206 and 304 when a part or a newer one was asked for.
        let further = [206, 302, 304]
        router.raw(
            .get,
            "/api/waha/media",
            view,
            "A file by ?id=",
            query: FileQuery.self,
            furtherStatuses: further,
            produces: "*/*",
            media.downloadByQuery
        )
        router.raw(
            .get,
            "/api/media/{id}",
            view,
            "A file",
            furtherStatuses: further,
            produces: "*/*",
            media.download
        )
        router.raw(
            .get,
            "/api/media/{id}/thumbnail",
            view,
            "A small picture of one",
            query: ThumbnailQuery.self,
            furtherStatuses: [302, 304],
            produces: "image/*",
            media.thumbnail
        )
        router.on(.get, "/api/media/{id}/info", view, "What is known of a file", media.describe)
        router.on(.post, "/api/media/{id}/retry", edit, "Have a lost file fetched again", media.retry)
        router.on(.post, "/api/media/{id}/voice", edit, "Make a voice note of a recording", media.makeVoice)
        router.upload(
            "/api/media",
            edit,
            "Upload a file, as the body or in a form",
            limit: MediaDataPlane.limit,
            media.upload
        )
        router.on(.post, "/api/media/fetch", edit, "Store a file from the internet", status: 201, media.fetch)
    }

    private func addContacts(to router: inout Router<Access, Caller>) {
        let (view, chat, edit) = (Access.may(.view, .people), Access.may(.edit, .chats), Access.may(.edit, .people))
        router.on(.get, "/api/contacts", view, "Contacts, the newest first", contacts.list)
        router.on(.get, "/api/contacts/lookup", view, "Who a number is", contacts.lookUp)
        router.on(.get, "/api/contacts/{id}", view, "Who a contact is", contacts.show)
        router.raw(
            .get,
            "/api/contacts/{id}/picture",
            view,
            "The profile picture",
            produces: "image/jpeg",
            pictures.show
        )
        router.on(.put, "/api/contacts/{id}/name", chat, "Give a contact a name", contacts.name)
        router.on(.put, "/api/contacts/{id}/member", chat, "Say which member this is", contacts.linkMember)
        router.on(.delete, "/api/contacts/{id}/member", chat, "Say that it is not this member", contacts.unlinkMember)
        router.on(.put, "/api/contacts/{id}/lead", chat, "Say which lead this is", contacts.linkLead)
        router.on(.delete, "/api/contacts/{id}/lead", chat, "Say that it is not this lead", contacts.unlinkLead)
        router.on(.post, "/api/contacts/{id}/merge", edit, "Make one contact of two", contacts.merge)
        router.on(.get, "/api/contacts/{id}/merges", view, "Which contacts it was made of", contacts.merges)
        router.on(.post, "/api/merges/{id}/undo", edit, "Take a merge back", contacts.undo)
        router.on(.get, "/api/members", view, "Members by id", records.members)
        router.on(.get, "/api/leads", view, "Leads by id", records.leads)
        router.on(.put, "/api/leads/{id}/status", chat, "Move a lead to another status", records.setLeadStatus)
    }

    private func addGallery(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        router.on(.get, "/api/gallery", view, "Files to send again and again, newest first", gallery.list)
        router.on(.post, "/api/gallery", edit, "Put a stored file into the gallery", status: 201, gallery.add)
        router.on(.get, "/api/gallery/{id}", view, "One file of the gallery", gallery.show)
        router.on(.put, "/api/gallery/{id}", edit, "Change its title and tags", gallery.update)
        router.on(.delete, "/api/gallery/{id}", edit, "Take it out of the gallery", gallery.remove)
        router.on(.get, "/api/media/retention", view, "For how many days files are kept", retention.show)
        router.on(.put, "/api/media/retention", .may(.edit, .channels), "Set that", retention.set)
    }

    private func addPeople(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .people), Access.may(.edit, .people))
        router.on(.get, "/api/imports", view, "Uploads of people, the newest first", people.imports)
        router.on(.get, "/api/imports/{id}", view, "How far an upload came", people.showImport)
        let limit = PeopleHandlers.csvLimit
        router.raw(
            .post,
            "/api/members/bulk",
            edit,
            "Members, as JSON {items}, NDJSON or CSV",
            limit: limit,
            consumes: "text/csv",
            body: BulkBody<Member>.self,
            result: ImportReport.self,
            people.upsertMembers
        )
        router.raw(
            .post,
            "/api/packages/bulk",
            edit,
            "Packages, as JSON {items}, NDJSON or CSV",
            limit: limit,
            consumes: "text/csv",
            body: BulkBody<MemberPackage>.self,
            result: ImportReport.self,
            people.upsertPackages
        )
        router.raw(
            .post,
            "/api/leads/bulk",
            edit,
            "Leads, as JSON {items}, NDJSON or CSV",
            limit: limit,
            consumes: "text/csv",
            body: BulkBody<Lead>.self,
            result: ImportReport.self,
            people.upsertLeads
        )
    }

    private func addCampaigns(to router: inout Router<Access, Caller>) {
        let (view, create, edit) = (
            Access.may(.view, .campaigns), Access.may(.create, .campaigns), Access.may(.edit, .campaigns)
        )
        router.on(.get, "/api/campaigns", view, "Campaigns, newest first", campaigns.list)
        router.on(.post, "/api/campaigns", create, "Make a draft", status: 201, campaigns.create)
        router.on(.get, "/api/campaigns/{id}", view, "One campaign and its counts", campaigns.show)
        router.on(.get, "/api/campaigns/{id}/recipients", view, "Its recipients", campaigns.recipients)
        router.raw(
            .post,
            "/api/campaigns/{id}/recipients",
            edit,
            "Add recipients to a draft, as CSV",
            limit: PeopleHandlers.csvLimit,
            consumes: "text/csv",
            result: UpsertReport.self,
            campaigns.addRecipients
        )
        router.on(.post, "/api/campaigns/{id}/start", edit, "Start it", campaigns.start)
        router.on(.post, "/api/campaigns/{id}/pause", edit, "Pause it", campaigns.pause)
        router.on(.post, "/api/campaigns/{id}/resume", edit, "Go on", campaigns.resume)
        router.on(.post, "/api/campaigns/{id}/cancel", edit, "End it; who waits is skipped", campaigns.cancel)
    }
}
