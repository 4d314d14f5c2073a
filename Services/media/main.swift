import Contracts
import ServiceHost

await ServiceHost.main(.media, configuration: Configuration.init(reading:), parts: parts)
