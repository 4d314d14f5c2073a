import Bus
import Contracts
import Crypto
import Runtime
import Store

/// Makes, changes and removes channels. Each change is told with it, in one transaction, and every instance of the
/// gateway reads its directory again.
struct ChannelRegistry: Sendable {
    let store: any Store
    let outbox: Outbox
    let directory: ChannelDirectory
    let secrets: ChannelSecrets
    let clock: WallClock

    /// Stores what the environment says, and loads all channels.
    func start(_ settings: ChannelSettings, workspace: WorkspaceID) async throws -> Channel {
        let (secrets, now) = (secrets, clock.now())
        let fresh = ChannelID(trusted: UUIDv7.make(at: now))
        let id = try await store.write { transaction in
            // Secrets are sealed for one id: of two instances that start, the second must see the first one's channel.
            try transaction.takeTurn("bootstrap")
            let session = settings.session
            let there = try transaction.first(
                ChannelQuery.otherAt,
                workspace,
                Channel.Provider.waha,
                session,
                settings.baseURL,
                fresh
            )
            let known =
                try there ?? transaction.first(ChannelQuery.configured, workspace, Channel.Provider.waha, session)
            let id: ChannelID = try known?.get("id") ?? fresh
            let key = settings.apiKey.map { secrets.seal(key: $0, of: id) }
            let secret = settings.webhookSecret.map { secrets.seal(webhookSecret: $0, of: id) }
            try transaction.run(ChannelQuery.unconfigure, workspace, id)
            if there != nil {
                try transaction.run(ChannelQuery.configure, id, key, secret)
            } else {
                let base = settings.baseURL
                try transaction.run(
                    ChannelQuery.putConfigured,
                    id,
                    workspace,
                    Channel.Provider.waha,
                    session,
                    base,
                    key,
                    secret,
                    now,
                    settings.chatSync
                )
            }
            return id
        }
        try await directory.load()
        return try directory.entry(id).channel
    }

    /// - Throws: 409 `conflict` when the workspace has a channel on that session of that server.
    func add(_ setup: ChannelSetup, to workspace: WorkspaceID) async throws -> Channel {
        let now = clock.now()
        let id = ChannelID(trusted: UUIDv7.make(at: now))
        let sealed = setup.sealed(with: secrets, for: id)
        try await store.write { transaction in
            let isNew = try transaction.run(
                ChannelQuery.add,
                id,
                workspace,
                Channel.Provider.waha,
                setup.name,
                setup.url,
                setup.session,
                sealed.key,
                sealed.secret,
                now,
                setup.chatSync
            )
            guard isNew == 1 else { throw Self.taken(setup) }
            try tell(id, setup.name, version: 1, workspace, in: transaction)
        }
        try await directory.load()
        return try directory.entry(id, of: workspace).channel
    }

    /// - Parameter version: the one that the writer has seen; nil overwrites whatever is there.
    /// - Throws: 404 `not_found`; 409 `conflict` when it was changed since, or when another channel is on that session.
    func update(
        _ id: ChannelID,
        of workspace: WorkspaceID,
        version: Int?,
        _ change: @escaping @Sendable (ChannelSetup) throws -> ChannelSetup
    ) async throws -> Channel {
        let secrets = secrets
        try await store.write { transaction in
            guard let row = try transaction.first(ChannelQuery.one, id), try row.get("workspace") == workspace else {
                throw Problem.notFound("channel")
            }
            let known = try Channel(row)
            if let version, version != known.version { throw Self.outdated(known) }
            let setup = try change(ChannelSetup(row, secrets))
            let sealed = setup.sealed(with: secrets, for: id)
            let place = (known.provider, known.session)
            guard try transaction.first(ChannelQuery.otherAt, workspace, place.0, place.1, setup.url, id) == nil else {
                throw Self.taken(setup)
            }
            try transaction.run(
                ChannelQuery.update,
                id,
                workspace,
                setup.name,
                setup.url,
                sealed.key,
                sealed.secret,
                known.version,
                setup.chatSync
            )
            try tell(id, setup.name, version: known.version + 1, workspace, in: transaction)
        }
        try await directory.load()
        return try directory.entry(id, of: workspace).channel
    }

    /// Its conversations stay; what waits to be sent over it fails. Its session at the provider is left as it is.
    /// - Throws: 404 `not_found`; 409 `configured_channel` for the one that the environment names.
    func remove(_ id: ChannelID, of workspace: WorkspaceID) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard let row = try transaction.first(ChannelQuery.one, id), try row.get("workspace") == workspace else {
                throw Problem.notFound("channel")
            }
            let known = try Channel(row)
            guard !known.isConfigured else {
                throw Problem(
                    409,
                    "configured_channel",
                    "This channel is set up by the environment (WAHA_SESSION_NAME) and would be there again at the next "
                        + "start. Name another one there first."
                )
            }
            try transaction.run(ChannelQuery.remove, id, workspace, now)
            try tell(id, known.name, version: known.version + 1, removed: true, workspace, in: transaction)
        }
        try await directory.load()
    }

    private func tell(
        _ id: ChannelID,
        _ name: String,
        version: Int,
        removed: Bool = false,
        _ workspace: WorkspaceID,
        in transaction: any Transaction
    ) throws {
        let event = ChannelChanged(channel: id, name: name, removed: removed, version: version)
        try outbox.emit(event, workspace: workspace, in: transaction)
    }

    private static func taken(_ setup: ChannelSetup) -> Problem {
        Problem(409, "conflict", "There is a channel on the session \(setup.session) of this server already.")
    }

    private static func outdated(_ channel: Channel) -> Problem {
        Problem(
            409,
            "conflict",
            "The channel was changed meanwhile: it is at version \(channel.version). Read it again."
        )
    }
}
