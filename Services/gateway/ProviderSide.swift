import Contracts
import HTTPClient
import Runtime
import ServiceHost
import Store

/// The parts that face WAHA: channels and their sessions, webhooks in, messages out.
struct ProviderSide: Sendable {
    let directory: ChannelDirectory
    let registry: ChannelRegistry
    let registration: WebhookRegistration
    let queue: SendQueue
    let control: SessionControl
    let webhooks: WebhookReceiver
    let presence: PresenceRelay
    let codes: LinkCodeRelay
    /// What runs.
    let services: [any Service]

    init(_ host: Host<Configuration>, _ client: HTTPClient) {
        let (store, clock, logger, configuration) = (host.store, host.clock, host.logger, host.configuration)
        let (sendNudge, watchNudge) = (Nudge(), Nudge())
        let secrets = ChannelSecrets(host.clusterKey)
        directory = ChannelDirectory(store: store, secrets: secrets, http: client, clock: clock)
        registry = ChannelRegistry(
            store: store,
            outbox: host.outbox,
            directory: directory,
            secrets: secrets,
            clock: clock
        )
        queue = SendQueue(outbox: host.outbox, metrics: SendMetrics(host.metrics), nudge: sendNudge)
        let codes = LinkCodeRelay(directory: directory, clock: clock, logger: logger)
        self.codes = codes
        let status = ChannelStatus(
            directory: directory,
            outbox: host.outbox,
            clock: clock,
            onWorking: { _ in sendNudge.poke() },
            onCode: { codes.tell(.scan($0)) }
        )
        registration = WebhookRegistration(
            store: store,
            directory: directory,
            secrets: secrets,
            url: configuration.channel.webhookURL,
            logger: logger
        )
        let watch = SessionWatch(
            store: store,
            directory: directory,
            status: status,
            webhook: registration,
            clock: clock,
            logger: logger,
            interval: .seconds(30),
            nudge: watchNudge
        )
        let health = HealthBook(store: store, outbox: host.outbox, clock: clock)
        control = SessionControl(
            directory: directory,
            watch: watch,
            webhook: registration,
            health: health,
            codes: codes,
            logger: logger
        )
        let ingest = IngestMetrics(host.metrics)
        let sightings = SendSightings(queue: queue, clock: clock)
        let pulse = ChannelPulse()
        presence = PresenceRelay(clock: clock)
        webhooks = WebhookReceiver(
            store: store,
            log: WebhookLog(),
            directory: directory,
            outbox: host.outbox,
            status: status,
            sightings: sightings,
            nudge: watchNudge,
            clock: clock,
            metrics: ingest,
            pulse: pulse,
            presence: presence
        )
        let backfill = Backfill(
            store: store,
            directory: directory,
            outbox: host.outbox,
            sightings: sightings,
            pulse: pulse,
            clock: clock,
            metrics: ingest,
            logger: logger
        )
        let sending = SendParts(
            store: store,
            directory: directory,
            queue: queue,
            status: status,
            media: MediaSource(
                addresses: SignedFiles(address: configuration.mediaURL, key: host.clusterKey, clock: clock),
                http: client
            ),
            settings: configuration.sending,
            clock: clock,
            logger: logger
        )
        services = [
            watch, SendWorker(parts: sending), backfill,
            PulseRecorder(store: store, pulse: pulse, clock: clock, logger: logger),
            HealthWatch(
                directory: directory,
                pulse: pulse,
                book: health,
                backfill: backfill,
                clock: clock,
                logger: logger,
                metrics: HealthMetrics(host.metrics)
            ),
            WebhookRetention(
                store: store,
                clock: clock,
                logger: logger,
                metrics: ingest,
                keep: configuration.ingest.keep
            ),
        ]
    }
}
