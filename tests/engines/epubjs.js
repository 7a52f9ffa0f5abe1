// Opens a book in epub.js, displays every page of its spine, and tells what is there.
/* global ePub */
let book
let rendition

const path = href => book.resolve(href, false)
const flat = (entries, depth = 0) => (entries ?? []).flatMap(({ label, href, type, subitems }) =>
    [{ label: (label ?? '').trim(), href: path(href), depth, type: type ? [type] : [] }, ...flat(subitems, depth + 1)])

window.openBook = async url => {
    book = ePub(url, { openAs: 'epub' })
    await book.ready
    rendition = book.renderTo('book', { width: 390, height: 780, allowScriptedContent: false })
    const { toc, landmarks } = book.navigation
    const pages = (book.pageList?.pageList ?? []).map(({ href, page }) => ({ label: String(page), href: path(href) }))
    return { sections: book.spine.length, toc: flat(toc), landmarks: flat(landmarks), pages }
}

// What a page of the spine shows: its address and its text as laid out.
window.display = async index => {
    await rendition.display(index)
    const [{ document: shown }] = rendition.getContents()
    return { href: path(book.spine.get(index).href), text: shown.body.innerText }
}
window.ready = true
