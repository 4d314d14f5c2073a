/// Why an instance cannot take part in the bus.
package enum BusError: Error, Hashable, CustomStringConvertible {
    /// The folder where services on one machine meet: its path, and what is wrong with it.
    case folder(String, String)
    /// The endpoint that cannot be bound, and why: the port is in use, the host is not ours.
    case bind(String, String)
    /// libzmq failed otherwise: out of memory, or of file descriptors.
    case messaging(MessagingError)

    package var description: String {
        switch self {
        case .folder(let path, let reason): "The bus folder \(path) cannot be used: \(reason)."
        case .bind(let endpoint, let reason): "The bus cannot listen at \(endpoint): \(reason)."
        case .messaging(let error): "The bus cannot start: \(error)."
        }
    }
}
