import Bus
import Contracts
import JSON

/// Asks WAHA anew for a message's file: it fetches it from WhatsApp again when it has deleted it, or never had it.
struct FileFinder: Sendable {
    let directory: ChannelDirectory

    /// - Throws: 404 `not_found` when it cannot be had any more; 429, 502 to 504 when it could not be asked for now.
    /// - Source: WAHA documentation, messages: `downloadMedia=true`.
    func find(_ request: FindFile, _ context: RequestContext) async throws -> FoundFile {
        let entry = try directory.entry(request.channel, of: context.workspace)
        let url = try await url(of: request.message, in: request.chat, entry)
        guard let url else { throw Problem.notFound("file") }
        return FoundFile(url: url)
    }

    private func url(
        of message: ProviderMessageID,
        in chat: ChatID,
        _ entry: ChannelDirectory.Entry
    ) async throws(Problem) -> String? {
        do {
            let answer = try await entry.client.message(
                entry.channel.session,
                in: chat,
                id: message.text,
                downloadMedia: true
            )
            return WAHAMedia(answer.root["media"]).url
        } catch .notFound {
            return nil
        } catch {
            throw error.problem
        }
    }
}
