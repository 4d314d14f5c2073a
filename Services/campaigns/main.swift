import Contracts
import ServiceHost

await ServiceHost.main(.campaigns, configuration: Configuration.init(reading:), parts: parts)
