import Contracts
import ServiceHost

await ServiceHost.main(.gateway, configuration: Configuration.init(reading:), parts: { Gateway($0).parts })
