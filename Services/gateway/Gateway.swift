import Bus
import Contracts
import Glibc
import Crypto
import HTTPClient
import HTTPServer
import Runtime
import ServiceHost
import Store

/// Builds the gateway: the provider's side, the live feed, and the routes over both.
struct Gateway: Sendable {
    static let migrations = [
        Migration(version: 1, name: "access", bytes: PackageResources.v0001_access_sql),
        Migration(version: 2, name: "channel", bytes: PackageResources.v0002_channel_sql),
        Migration(version: 3, name: "webhook", bytes: PackageResources.v0003_webhook_sql),
        Migration(version: 4, name: "send_queue", bytes: PackageResources.v0004_send_queue_sql),
        Migration(version: 5, name: "activity", bytes: PackageResources.v0005_activity_sql),
        Migration(version: 6, name: "picture", bytes: PackageResources.v0006_picture_sql),
        Migration(version: 7, name: "import", bytes: PackageResources.v0007_import_sql),
        Migration(version: 8, name: "send_answer", bytes: PackageResources.v0008_send_answer_sql),
        Migration(version: 9, name: "history", bytes: PackageResources.v0009_history_sql),
        Migration(version: 10, name: "webhook_told", bytes: PackageResources.v0010_webhook_told_sql),
        Migration(version: 11, name: "chat_sync", bytes: PackageResources.v0011_chat_sync_sql),
        Migration(version: 12, name: "status_before", bytes: PackageResources.v0012_status_before_sql),
        Migration(version: 13, name: "proven_account", bytes: PackageResources.v0013_proven_account_sql),
        Migration(version: 14, name: "workspace_country", bytes: PackageResources.v0014_workspace_country_sql),
        Migration(version: 15, name: "webhook_batch", bytes: PackageResources.v0015_webhook_batch_sql),
        Migration(version: 16, name: "packed_webhooks", bytes: PackageResources.v0016_packed_webhooks_sql),
    ]

    let host: Host<Configuration>
    let provider: ProviderSide
    let feed: LiveFeed
    let signIns: SignIns
    let watch: ConnectionWatch
    let activity: ActivityLog
    /// For parts that make one change in one write: it stands in the activity log with the change.
    let recording: RecordingStore
    let passwords: Passwords
    let passwordMail: PasswordMail
    /// Poked when the rights of someone have changed.
    private let rights = Nudge()
    /// For the other services and the provider.
    let client = HTTPClient(connectionsPerHost: 32)
    /// For addresses that clients name.
    let outside: HTTPClient

    init(_ host: Host<Configuration>) {
        self.host = host
        outside = HTTPClient(addresses: host.configuration.allowsPrivateAddresses ? .any : .publicOnly)
        provider = ProviderSide(host, client)
        feed = LiveFeed(store: host.store, outbox: host.outbox, logger: host.logger)
        activity = ActivityLog(clock: host.clock)
        let signInActivity = SignInActivity(log: activity)
        signIns = SignIns(store: host.store, activity: signInActivity, clock: host.clock, changed: rights.poke)
        recording = RecordingStore(store: host.store, log: activity)
        passwords = Passwords(
            store: host.store,
            changes: recording,
            activity: signInActivity,
            clock: host.clock,
            changed: rights.poke
        )
        passwordMail = PasswordMail(
            passwords: passwords,
            server: host.configuration.mail.server,
            address: host.configuration.mail.publicAddress,
            logger: host.logger
        )
        watch = ConnectionWatch(signIns: signIns, clock: host.clock, logger: host.logger, nudge: rights)
    }

    var parts: ServiceParts {
        let contents = ContentsTable(
            feed: FeedWriter(outbox: host.outbox, feed: feed),
            queue: provider.queue,
            access: ChannelAccessAnswer(directory: provider.directory),
            files: FileFinder(directory: provider.directory),
            activity: EventActivity(log: activity),
            lids: LIDResolver(directory: provider.directory, logger: host.logger)
        )
        return ServiceParts(migrations: Self.migrations, contents: contents.contents()) { bus in
            try await begin()
            return try provider.services + [feed, watch, passwordMail, tail(bus), directoryTail(bus)]
                + provider.presence.services(bus, into: feed) + provider.codes.services(bus, into: feed)
                + [server(bus)]
        }
    }

    /// Makes the first workspace, its administrator and its channel, where they are missing.
    private func begin() async throws {
        let configuration = host.configuration
        let bootstrap = Bootstrap(store: host.store, outbox: host.outbox, clock: host.clock)
        let (workspace, made) = try await bootstrap.run(
            email: configuration.adminEmail,
            password: configuration.adminPassword
        )
        // To the one who starts the program, and into no log.
        if let made { print("First administrator: \(made.email)  Password: \(made.password)") }
        fflush(nil)  // now, also into a file
        _ = try await provider.registry.start(configuration.channel, workspace: workspace)
    }

    /// Hears at once what other instances write into the feed.
    private func tail(_ bus: Bus) -> any Service {
        ServiceTask("feed tail") { [feed] in
            for await _ in bus.tail(.feed, from: .gateway) { feed.wake() }
        }
    }

    /// Knows at once what other instances change about channels, and at the latest after half a minute.
    private func directoryTail(_ bus: Bus) -> any Service {
        DirectoryTail(directory: provider.directory, logger: host.logger) { bus.tail(.session, from: .gateway) }
    }

    private func server(_ bus: Bus) throws -> HTTPServer {
        try HTTPServer(
            host: host.configuration.host,
            port: host.configuration.port,
            routes: router(bus).build(),
            logger: host.logger,
            metrics: host.metrics
        )
    }

    /// Every route, with the check of who may call it.
    func router(_ bus: Bus) -> Router<Access, Caller> {
        let scope = ChannelScope { conversation, workspace in
            try await bus.ask(ShowConversation(conversation: conversation), workspace: workspace).channelId
        }
        let recorder = ActivityRecorder(
            store: host.store,
            log: activity,
            visitors: VisitorBook(trusted: host.configuration.trustedProxies),
            clock: host.clock,
            logger: host.logger
        )
        var router = Router<Access, Caller>(
            title: "Mynah",
            version: VersionHandlers.current.version,
            around: recorder.around
        ) {
            [signIns]
            request,
            access in
            guard access != .open, let token = SignInToken.read(from: request) else { return try access.admit(nil) }
            let caller = try access.admit(try await signIns.caller(token: token))
            try await scope.check(request.method, request.path, caller)
            return caller
        }
        routes(bus).add(to: &router)
        return router
    }

    private func routes(_ bus: Bus) -> RouteTable {
        let configuration = host.configuration
        let files = FileStore(
            bus: bus,
            client: client,
            outside: OutsideFiles(http: outside),
            addresses: SignedFiles(address: configuration.mediaURL, key: host.clusterKey, clock: host.clock),
            clock: host.clock
        )
        let channels = provider.directory
        let sight = FileSight(
            clock: host.clock,
            showing: { try await bus.ask($0, workspace: $1) },
            home: { try await bus.ask($0, workspace: $1) }
        )
        let media = MediaHandlers(files: files, sight: sight, publicAddress: configuration.mediaPublicURL)
        let pictures = PictureBook(
            store: host.store,
            directory: channels,
            clock: host.clock,
            logger: host.logger,
            fetch: { try await files.fetch($0, field: "picture", type: nil, name: nil, by: nil, workspace: $1).id },
            isReady: { try await files.isReady($0, workspace: $1) }
        )
        let book = StaffBook(store: recording, outbox: host.outbox, clock: host.clock, changed: rights.poke)
        let workspaces = Workspaces(store: recording, outbox: host.outbox, clock: host.clock)
        let visitors = VisitorBook(trusted: configuration.trustedProxies)
        return RouteTable(
            signIn: SignInHandlers(
                signIns: signIns,
                workspaces: workspaces,
                visitors: visitors,
                cookie: SessionCookie(publicAddress: configuration.mail.publicAddress)
            ),
            workspaces: WorkspaceHandlers(workspaces: workspaces),
            ownSessions: OwnSessionHandlers(
                sessions: Sessions(store: recording, clock: host.clock, changed: rights.poke)
            ),
            passwords: PasswordHandlers(passwords: passwords, mail: passwordMail, visitors: visitors),
            tokens: TokenHandlers(
                tokens: APITokens(store: recording, clock: host.clock, changed: rights.poke),
                channels: channels
            ),
            activity: ActivityHandlers(store: host.store),
            staff: StaffHandlers(book: book, mail: passwordMail),
            roles: RoleHandlers(book: book),
            branches: BranchHandlers(bus: bus, book: book),
            conversations: ConversationHandlers(bus: bus),
            messages: MessageHandlers(bus: bus),
            work: WorkHandlers(bus: bus),
            notifications: NotificationHandlers(bus: bus),
            gestures: GestureHandlers(bus: bus),
            presence: PresenceHandlers(
                bus: bus,
                channels: channels,
                relay: provider.presence,
                subscriptions: PresenceSubscriptions(clock: host.clock, logger: host.logger),
                feed: feed,
                clock: host.clock
            ),
            explain: ExplainHandlers(bus: bus, store: host.store, channels: channels, clock: host.clock),
            tags: TagHandlers(bus: bus),
            send: SendHandlers(
                bus: bus,
                channels: channels,
                files: files,
                sight: sight,
                country: configuration.country
            ),
            channels: ChannelHandlers(
                directory: channels,
                registry: provider.registry,
                registration: provider.registration
            ),
            sessions: SessionHandlers(
                channels: channels,
                control: provider.control,
                country: configuration.country
            ),
            media: media,
            gallery: GalleryHandlers(bus: bus, sight: sight),
            retention: RetentionHandlers(bus: bus),
            people: PeopleHandlers(log: ImportLog(store: host.store, clock: host.clock), folder: host.folder) {
                try await bus.ask($0, workspace: $1, within: .seconds(30))
            },
            contacts: ContactHandlers(bus: bus),
            pictures: PictureHandlers(bus: bus, book: pictures, media: media),
            records: RecordHandlers(bus: bus),
            campaigns: CampaignHandlers(bus: bus, channels: channels, folder: host.folder),
            live: LiveHandlers(feed: feed, watch: watch),
            webhooks: provider.webhooks
        )
    }
}
