import Contracts
import Store

/// Tells where files are shown.
struct FileShowings {
    let workspace: WorkspaceID
    let reader: any Reader

    func check(_ request: CheckFile) throws -> FileShowing {
        let channels = request.channels?.map(\.text) ?? [""]
        let (media, branch) = (request.media, request.scope ?? "")
        let isVisible = try channels.contains { channel in
            try reader.first(MessageQuery.showingOfMedia, workspace, media, branch, channel) != nil
        }
        return FileShowing(isVisible: isVisible)
    }
}
