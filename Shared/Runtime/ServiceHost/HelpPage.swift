import Contracts
import Runtime

/// What `--help` shows.
struct HelpPage {
    let service: ServiceName
    let variables: [ConfigurationVariable]
    /// How many of the variables, from the first, all services share.
    let common: Int

    var text: String {
        var text = """
            \(service.rawValue): one of the five services of Mynah. It takes no arguments; environment variables configure it.


            """
        if variables.count > common { text += "Its own:\n\(variables[common...].helpText)\n\n" }
        text += "Of all services:\n\(variables[..<common].helpText)\n\n"
        text += "It ends with status 78 and a sentence for each problem when one of them is wrong."
        return text
    }
}
