// Opens a book in foliate-js, clicks its references as a reader would, and tells what the pop-ups show.
import './node_modules/foliate-js/view.js'
import { FootnoteHandler } from './node_modules/foliate-js/footnotes.js'

const EPUB = 'http://www.idpf.org/2007/ops'
const REFERENCES = ['noteref', 'glossref']
const frame = () => new Promise(resolve => requestAnimationFrame(() => resolve()))

const view = document.createElement('foliate-view')
document.body.append(view)
let doc

view.addEventListener('load', event => { doc = event.detail.doc })

const flat = (entries, depth = 0) => (entries ?? []).flatMap(({ label, href, type, subitems }) =>
    [{ label, href, depth, type: type ?? [] }, ...flat(subitems, depth + 1)])

window.openBook = async url => {
    await view.open(url)
    const { toc, landmarks, pageList, sections } = view.book
    return { sections: sections.length, toc: flat(toc), landmarks: flat(landmarks), pages: flat(pageList) }
}

const kindOf = link => REFERENCES.find(kind => link.getAttribute('role') === `doc-${kind}`
    || link.getAttributeNS(EPUB, 'type')?.split(' ').includes(kind))

// What a pop-up shows, as the browser has laid it out, without the ways back and the calls of other notes.
const shownText = async body => {
    await frame()
    for (const link of body.querySelectorAll('[role=doc-backlink], [role=doc-noteref]')) link.remove()
    return body.innerText
}

const texts = new Map()

// The pop-up for a link: its text, or null if the engine follows the link instead. Of several links to one place the
// handler decides for each, and shows the first.
const popup = (a, href) => new Promise((resolve, reject) => {
    let prevented = false
    const event = { detail: { a, href }, preventDefault: () => { prevented = true } }
    const handler = new FootnoteHandler()
    if (texts.has(href)) {
        handler.handle({ resolveHref: () => new Promise(() => {}) }, event)
        return resolve(prevented ? texts.get(href) : null)
    }
    const box = document.querySelector('#popup')
    let target
    handler.addEventListener('before-render', ({ detail }) => box.replaceChildren(detail.view))
    handler.addEventListener('render', ({ detail }) => { target = detail.target })
    const rendered = handler.handle(view.book, event)
    if (!prevented) return resolve(null)
    rendered.then(() => shownText(target.ownerDocument.body))
        .then(text => { texts.set(href, text); resolve(text) })
        .catch(reject)
        .finally(() => { box.firstChild?.close?.(); box.replaceChildren() })
})

// Every reference of a section: its id, kind and target, and what its pop-up shows (null: it is followed, not shown).
window.popups = async index => {
    await view.renderer.goTo({ index })
    const found = []
    let clicked
    const note = event => { event.preventDefault(); clicked = event.detail }
    view.addEventListener('link', note)
    for (const link of [...doc.querySelectorAll('a[href]')].filter(kindOf)) {
        clicked = null
        link.dispatchEvent(new doc.defaultView.MouseEvent('click', { bubbles: true, cancelable: true }))
        const shown = clicked ? await popup(clicked.a, clicked.href).catch(error => `failed: ${error}`) : null
        found.push({ id: link.id, kind: kindOf(link), href: clicked?.href ?? null, shown })
    }
    view.removeEventListener('link', note)
    return found
}
window.ready = true
