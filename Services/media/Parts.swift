import Contracts
import Crypto
import HTTPClient
import HTTPServer
import Runtime
import ServiceHost
import Store

/// The tables of the media service.
let migrations = [Migration(version: 1, name: "media", bytes: PackageResources.v0001_media_sql)]

/// Builds the media service.
@Sendable func parts(_ host: Host<Configuration>) async throws -> ServiceParts {
    let library = MediaLibrary(
        store: host.store,
        content: try ContentStore(folder: host.folder + "/media"),
        sniffer: TypeSniffer(),
        clock: host.clock
    )
    let signal = Signal()
    let objects = ObjectHandlers(
        library: library,
        signer: SignedURL(key: host.clusterKey.derive(MediaDataPlane.key)),
        clock: host.clock
    )
    let source = FileSource(
        provider: HTTPClient(),
        elsewhere: HTTPClient(addresses: host.configuration.allowsPrivateAddresses ? .any : .publicOnly),
        seal: Seal(key: host.clusterKey.derive(ChannelAccess.key)),
        clock: host.clock
    )
    return ServiceParts(
        migrations: migrations,
        contents: contents(FetchPlanner(outbox: host.outbox, signal: signal), library)
    ) { bus in
        let fetcher = Fetcher(
            library: library,
            source: source,
            outbox: host.outbox,
            bus: bus,
            signal: signal,
            limit: host.configuration.fetchLimit,
            logger: host.logger
        )
        let server = try HTTPServer(
            host: host.configuration.host,
            port: host.configuration.port,
            routes: routes(objects),
            logger: host.logger,
            metrics: host.metrics
        )
        return [fetcher, server]
    }
}
