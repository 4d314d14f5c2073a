import Contracts
import HTTPServer

/// Small pictures of stored ones, made when they are first asked for.
struct ThumbnailHandlers: Sendable {
    let objects: ObjectHandlers
    let derived: DerivedFiles

    func get(_ request: HTTPRequest, _ path: PathParameters, _: Void) async throws -> HTTPResponse {
        guard let size = try Int(path.text("size")), MediaDataPlane.thumbnailSizes.contains(size) else {
            throw Problem.notFound("size of thumbnails")
        }
        let file = try await objects.file(path)
        guard let reading = Picture.reading(file.type) else {
            throw Problem(422, "no_thumbnail", "Only pictures have thumbnails, and this file is none.")
        }
        let recipe = DerivedFiles.Recipe(
            kind: "thumbnail-\(size)",
            reading: reading,
            writing: Picture.writing(file.type, size: size)
        )
        let content = try await derived.make(recipe, of: file.sha256)
        return objects.answer(content.sha256, type: Picture.smallType(file.type), filename: nil)
    }
}
