/// `/api/files`, and the foreign host that must not see the key.
extension Simulator {
    func putOnShelf(_ attachment: MediaFile, of message: Message, _ session: Session) {
        switch attachment.state {
        case .skipped, .missing, .failed: return
        case .downloadable, .foreign, .wrongAuthority: break
        }
        shelf.put(
            attachment,
            session: session.name,
            name: scene(session).fileName(message, attachment),
            lifetime: faults.mediaLifetimeSeconds / options.speed,
            now: .now
        )
    }

    func showFile(_ exchange: Exchange) async throws -> Answer {
        guard let file = shelf.get(exchange.session, exchange.part("file"), now: .now) else { throw Refusal.fileGone }
        return .file(file.bytes, type: file.mimetype)
    }

    /// Serves without a key, and counts requests that bring it all the same.
    func showForeignFile(_ exchange: Exchange) async throws -> Answer {
        foreign.requests += 1
        if exchange.header("X-Api-Key") != nil || exchange.query("x-api-key") != nil { foreign.withKey += 1 }
        return try await showFile(exchange)
    }
}
