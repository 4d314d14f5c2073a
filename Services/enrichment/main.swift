import Contracts
import ServiceHost

await ServiceHost.main(.enrichment, configuration: EnrichmentConfiguration.init, parts: EnrichmentService.parts)
