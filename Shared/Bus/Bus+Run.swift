extension Bus {
    package func run() async throws {
        try await Task.sleep(for: .seconds(3600 * 24 * 365))
    }
}
