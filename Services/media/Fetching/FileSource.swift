import Bus
import Contracts
import Crypto
import HTTPClient
import Runtime
import Synchronization

/// Where files are fetched from: the channel's provider, whose key goes to nobody else.
final class FileSource: Sendable {
    /// How long an answer on a channel's address and key is used.
    private static let freshness = Duration.seconds(60)

    private let provider: HTTPClient
    private let elsewhere: HTTPClient
    private let seal: Seal
    private let clock: WallClock
    private let known = Mutex<[ChannelID: (access: ChannelAccess, until: Timestamp)]>([:])

    /// - Parameters:
    ///   - provider: may reach any address.
    ///   - elsewhere: for addresses outside the provider; it should refuse private ones.
    init(provider: HTTPClient, elsewhere: HTTPClient, seal: Seal, clock: WallClock) {
        self.provider = provider
        self.elsewhere = elsewhere
        self.seal = seal
        self.clock = clock
    }

    /// How long the provider may take to fetch a file again.
    private static let recovery = Duration.seconds(90)

    /// Opens a file's bytes where the provider said they are; when it did not, or has deleted them, it is asked for them
    /// again.
    /// - Throws: ``FetchFailure``; ``FetchFailure/expired`` when the provider cannot have them any more.
    func open(_ job: FetchJob, over bus: Bus) async throws -> HTTPClientStream {
        if let url = job.url {
            do {
                return try await open(url, of: job, over: bus)
            } catch FetchFailure.expired {}
        }
        return try await open(try await address(of: job, over: bus), of: job, over: bus)
    }

    private func address(of job: FetchJob, over bus: Bus) async throws -> String {
        do {
            let request = FindFile(
                channel: job.channel,
                chat: try ChatID(job.chat),
                message: try ProviderMessageID(job.message)
            )
            return try await bus.ask(request, workspace: job.workspace, within: Self.recovery).url
        } catch let problem as Problem {
            throw problem.status == 404 ? FetchFailure.expired : .passing(problem.detail)
        }
    }

    private func open(_ url: String, of job: FetchJob, over bus: Bus) async throws -> HTTPClientStream {
        let access = try await access(to: job.channel, workspace: job.workspace, over: bus)
        do {
            let stream: HTTPClientStream
            if let path = Self.providerPath(url) {
                // The authority is WAHA's own idea of its address; we reach it at the channel's.
                var headers: [(String, String)] = []
                if let key = try key(of: access, job.channel) { headers.append(("X-Api-Key", key)) }
                stream = try await provider.stream(HTTPClientRequest("GET", access.baseURL + path, headers: headers))
            } else {
                stream = try await elsewhere.stream(HTTPClientRequest("GET", url))
            }
            return try Self.check(stream)
        } catch let error as HTTPClientError {
            throw FetchFailure.passing("\(error)")
        }
    }

    /// The path and query of a file that WAHA itself serves; nil for a file elsewhere, such as a pre-signed address.
    /// - Source: WAHA documentation, media object and storages.
    static func providerPath(_ url: String) -> String? {
        guard let scheme = url.firstRange(of: "://"),
            let slash = url[scheme.upperBound...].firstIndex(of: "/")
        else { return nil }
        let path = url[slash...]
        return path.hasPrefix("/api/files/") && !path.contains("..") ? String(path) : nil
    }

    private static func check(_ stream: HTTPClientStream) throws -> HTTPClientStream {
        switch stream.status {
        case 200: return stream
        case 404, 410: throw FetchFailure.expired
        case 401, 403, 408, 425, 429, 500...: throw FetchFailure.passing("The provider answered \(stream.status).")
        default: throw FetchFailure.lasting("The provider answered \(stream.status).")
        }
    }

    private func key(of access: ChannelAccess, _ channel: ChannelID) throws -> String? {
        guard let sealed = access.sealedKey.flatMap({ Base64.decode($0) }) else { return nil }
        return String(decoding: try seal.open(sealed, for: channel.text), as: UTF8.self)
    }

    private func access(to channel: ChannelID, workspace: WorkspaceID, over bus: Bus) async throws -> ChannelAccess {
        let now = clock.now()
        if let entry = known.withLock({ $0[channel] }), entry.until > now { return entry.access }
        do {
            let access = try await bus.ask(ShowChannelAccess(channel: channel), workspace: workspace)
            known.withLock { $0[channel] = (access, now + Self.freshness) }
            return access
        } catch let problem as Problem {
            throw problem.status == 404 ? FetchFailure.lasting("The channel is gone.") : .passing(problem.detail)
        }
    }
}
