import Contracts
import Store

/// Tells where files are shown.
struct FileShowings {
    let workspace: WorkspaceID
    let reader: any Reader

    func check(_ request: CheckFile) throws -> FileShowing {
        let row = try reader.first(MessageQuery.showingOfMedia, workspace, request.media, request.scope ?? "")
        return FileShowing(isVisible: row != nil)
    }
}
