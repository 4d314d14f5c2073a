import Store

/// The statements of `workspaces.sql`.
enum WorkspaceQuery: String, StatementName {
    case firstWorkspace = "first-workspace"
    case addWorkspace = "add-workspace"
    case changeWorkspace = "change-workspace"
    case myWorkspaces = "my-workspaces"

    static let file = StatementFile(PackageResources.workspaces_sql)
}
