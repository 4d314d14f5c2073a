import Contracts
import Crypto
import HTTPClient
import HTTPServer
import Runtime
import ServiceHost
import Store

/// The tables of the media service.
let migrations = [
    Migration(version: 1, name: "media", bytes: PackageResources.v0001_media_sql),
    Migration(version: 2, name: "derived", bytes: PackageResources.v0002_derived_sql),
    Migration(version: 3, name: "gallery", bytes: PackageResources.v0003_gallery_sql),
    Migration(version: 4, name: "retention", bytes: PackageResources.v0004_retention_sql),
    Migration(version: 5, name: "uploader", bytes: PackageResources.v0005_uploader_sql),
]

/// Builds the media service.
@Sendable func parts(_ host: Host<Configuration>) async throws -> ServiceParts {
    let library = MediaLibrary(
        store: host.store,
        content: try await ContentStore(folder: host.folder + "/media"),
        sniffer: TypeSniffer(),
        clock: host.clock
    )
    let signal = Signal()
    let objects = ObjectHandlers(
        library: library,
        signer: SignedURL(key: host.clusterKey.derive(MediaDataPlane.key)),
        clock: host.clock
    )
    let ffmpeg = FFmpeg(program: host.configuration.ffmpeg, logger: host.logger)
    let derived = DerivedFiles(library: library, ffmpeg: ffmpeg)
    let thumbnails = ThumbnailHandlers(objects: objects, derived: derived)
    let source = FileSource(
        provider: HTTPClient(),
        elsewhere: HTTPClient(addresses: host.configuration.allowsPrivateAddresses ? .any : .publicOnly),
        seal: Seal(key: host.clusterKey.derive(ChannelAccess.key)),
        clock: host.clock
    )
    return ServiceParts(
        migrations: migrations,
        contents: contents(
            FetchPlanner(outbox: host.outbox, signal: signal),
            library,
            VoiceNotes(library: library, derived: derived)
        )
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
            routes: routes(objects, thumbnails),
            limits: .ofFiles,
            logger: host.logger,
            metrics: host.metrics
        )
        let sweeper = RetentionSweeper(library: library, outbox: host.outbox, logger: host.logger)
        return [fetcher, sweeper, server]
    }
}
