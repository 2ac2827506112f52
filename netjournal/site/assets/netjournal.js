/* Tables that sort, lists that filter. Without this script every table is complete and in a sensible order.

   table.nj-sortable             a click on a heading sorts by it, a second turns it round, a third gives the order back that it came in;
                                 th[data-sort-method] is number or none; a cell's data-sort, or the day in it, stands for its text; th[data-private] is not saved
   [data-nj-filter]              a table, or a box with several tables and lists: gets a row with a field for text, a select for
                                 each [data-filter] in it, a heading or a <span hidden> that names it, the count and CSV (of lists: [data-csv])
   [data-nj-group]               a part of the box that goes when none of its rows is left; <details> open for what was found
   a[data-nj-set]                a link to a filtered view: on its own page it filters without loading anything

   The values of a row are in its data-<name>, parted by | (their names in the heading's data-names), else its [data-facet="name"],
   else what data-filter-from selects in it, else its cell below the heading: [data-value] in it, else its links, else its text.
   data-filter-as="month" takes the months of days. The state is in the address (?find=ada&stage=met&sort=-stage; ?q= would open
   Material's search), so that a view can be sent. `g q` goes to the field. */
(() => {
  "use strict"
  const language = document.documentElement.lang || undefined
  let inOrder, monthName // made when they are wanted: the first of each takes a while
  const order = (a, b) => (inOrder ??= new Intl.Collator(language, { numeric: true }).compare)(a, b)
  const nameOf = month => (monthName ??= new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" })).format(new Date(`${month}-01`))
  const folded = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  const squeezed = node => node.textContent.replace(/\s+/g, " ").trim()
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name)
    for (const key in attributes) node.setAttribute(key, attributes[key])
    node.append(...children)
    return node
  }
  const headings = table => [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells || [])]
  const titleOf = th => squeezed(th.dataset.nj ? th.firstChild : th)
  const keyOf = th => th.dataset.filter || String(th.cellIndex + 1)
  const given = new WeakMap() // the order that a table came in
  const AT_ONCE = 150 // rows that are shown at once: of a table the rest when it is asked for, of a list when nobody types. The stylesheet knows it too
  let views = []

  /* Sorting */

  function sortBy(table, key) { // "name" upwards, "-name" downwards, "" as it came
    const down = key.startsWith("-")
    const th = headings(table).find(head => head.dataset.nj && keyOf(head) === key.replace("-", ""))
    headings(table).forEach(head => head.removeAttribute("aria-sort"))
    for (const body of table.tBodies) {
      if (!given.has(body)) given.set(body, [...body.rows])
      let rows = given.get(body)
      if (th) {
        const dayIn = cell => (cell.classList.contains("nj-when") ? cell.querySelector("time")?.dateTime : undefined)
        const textOf = cell => cell.dataset.sort ?? dayIn(cell) ?? squeezed(cell)
        const value = row => textOf(row.cells[th.cellIndex])
        const known = rows.map(row => [value(row), row])
        const filled = known.filter(([text]) => text !== "")
        const numbers = filled.every(([text]) => /^-?\d+(\.\d+)?$/.test(text))
        filled.sort(([a], [b]) => (numbers ? a - b : order(a, b)) * (down ? -1 : 1))
        rows = [...filled, ...known.filter(([text]) => text === "")].map(([, row]) => row) // nothing comes last, both ways
      }
      body.append(...rows)
    }
    th?.setAttribute("aria-sort", down ? "descending" : "ascending")
    table.dataset.njSort = th ? key : ""
  }

  function sortable(table) {
    if (table.dataset.njReady || !table.tBodies[0] || table.tBodies[0].rows.length < 2) return
    table.dataset.njReady = "sort"
    for (const th of headings(table)) {
      if (th.dataset.sortMethod === "none" || !squeezed(th)) continue
      const button = make("button", { type: "button", class: "nj-sort" }, ...[...th.childNodes].filter(node => !node.hidden))
      th.prepend(button)
      th.dataset.nj = "sort"
      th.addEventListener("click", () => { // the button, or beside it
        const key = keyOf(th)
        const first = th.classList.contains("nj-num") || th.dataset.sortMethod === "number" ? `-${key}` : key // the most first
        const turn = [first, first === key ? `-${key}` : key, ""]
        sortBy(table, turn[(turn.indexOf(table.dataset.njSort || "") + 1) % 3])
        views.find(view => view.root === table)?.show(true)
      })
    }
  }

  /* Filters */

  class View {
    constructor(root, words) {
      this.root = root
      this.words = words
      this.prefix = root.dataset.njFilter ? `${root.dataset.njFilter}-` : ""
      this.rows = [...root.querySelectorAll("tbody > tr, [data-nj-row]")].map(node => ({ node, facets: {} }))
      this.facets = [...root.querySelectorAll("[data-filter]")]
        .filter((head, n, all) => all.findIndex(other => other.dataset.filter === head.dataset.filter) === n)
        .map(head => this.facet(head)).filter(f => f.names.size > 1)
      for (const { months, names } of this.facets) if (months) for (const month of names.keys()) names.set(month, nameOf(month))
      this.groups = [...root.querySelectorAll("[data-nj-group]")]
      const up = node => node?.closest("[data-nj-group]")
      for (const row of this.rows) {
        row.groups = []
        for (let group = up(row.node); group; group = up(group.parentElement)) row.groups.push(group)
      }
      this.wasOpen = new Map(this.groups.map(group => [group, group.open]))
      this.table = root.tagName === "TABLE" ? root : null
      this.rowOf = new Map(this.rows.map(row => [row.node, row]))
      this.whole = false // whether all rows of a long table were asked for
      this.build()
      this.set(location.search)
      this.show(false)
      if (this.choices.some(select => select.value)) this.more.click() // what narrows the table is to be seen
    }

    facet(head) {
      const name = head.dataset.filter
      const names = new Map()
      for (const row of this.rows) {
        row.facets[name] = this.values(row.node, head).map(([value, shown]) => (names.set(value, shown), value))
      }
      return { name, label: head.tagName === "TH" ? titleOf(head) : squeezed(head), names, order: head.dataset.filterOrder, hidden: head.hidden, months: head.dataset.filterAs === "month" }
    }

    values(row, head) {
      const { filter, filterFrom, filterAs, names } = head.dataset
      const months = days => [...new Set(days.map(day => day.slice(0, 7)))].map(m => [m, m])
      const pair = node => [node.dataset.value || squeezed(node), node.dataset.name || squeezed(node)]
      if (row.dataset[filter] !== undefined) {
        const known = head.names ??= JSON.parse(names || "{}")
        const found = row.dataset[filter].split("|").filter(Boolean)
        return filterAs === "month" ? months(found) : found.map(value => [value, known[value] || value])
      }
      const named = [...row.querySelectorAll(`[data-facet="${CSS.escape(filter)}"]`)]
      if (named.length) return named.map(pair)
      if (filterFrom) {
        const found = [...row.querySelectorAll(filterFrom)]
        return filterAs === "month" ? months(found.map(node => node.dateTime)) : found.map(pair)
      }
      const at = headings(row.closest("table") || row).findIndex(th => th.dataset?.filter === filter)
      const cell = head.tagName === "TH" && at >= 0 ? row.cells[at] : null
      if (!cell) return []
      if (cell.dataset.value !== undefined) return cell.dataset.value ? [pair(cell)] : []
      const inner = [...cell.querySelectorAll("[data-value]")]
      const parts = inner.length ? inner : [...cell.querySelectorAll("a")]
      return (parts.length ? parts : [cell]).map(pair).filter(([value]) => value && value !== "–")
    }

    build() {
      const { words } = this
      const choice = (label, options, more = "") => make("label", { class: `nj-choice${more}` }, make("span", {}, label),
        make("select", { class: "nj-field" }, ...options.map(([value, shown]) => make("option", { value }, shown))))
      this.name = [words.filter, this.table?.caption ? squeezed(this.table.caption) : ""].filter(Boolean).join(": ")
      this.text = make("input", { type: "search", class: "nj-field", placeholder: words.filter, "aria-label": this.name })
      this.text.setAttribute("aria-keyshortcuts", "g q")
      this.selects = this.facets.map(facet => {
        const pairs = [...facet.names]
        if (!facet.order) pairs.sort((a, b) => order(a[1], b[1]))
        if (facet.order === "down") pairs.sort((a, b) => (a[0] < b[0] ? 1 : -1))
        return choice(facet.label, [["", words.all], ...pairs])
      })
      const columns = this.table ? headings(this.table).filter(th => th.dataset.nj) : []
      const both = columns.flatMap(th => [[keyOf(th), `${titleOf(th)} ↑`], [`-${keyOf(th)}`, `${titleOf(th)} ↓`]])
      this.sort = choice(words.sort, [["", words.given], ...both], " nj-choice-sort") // for cards, which have no headings
      this.count = make("output", { class: "nj-count", "aria-live": "polite" })
      this.clear = make("button", { type: "button", class: "nj-clear" }, words.clear)
      this.csv = make("button", { type: "button", class: "nj-clear", title: words.csv }, "CSV")
      this.more = make("button", { type: "button", class: "nj-clear nj-more", "aria-expanded": "false" }, words.more) // where there is no room
      this.more.addEventListener("click", () => this.more.setAttribute("aria-expanded", this.bar.classList.toggle("nj-open")))
      this.bar = make("form", { class: "nj-filter nj-screen", role: "search", "aria-label": this.name },
        this.text, ...(this.selects.length || columns.length ? [this.more] : []), ...this.selects, ...(columns.length ? [this.sort] : []), this.count, this.clear, this.csv)
      if (this.table) (this.root.closest(".nj-scroll") || this.root).before(this.bar)
      else this.root.prepend(this.bar)
      this.rest = make("button", { type: "button", class: "nj-clear nj-rest nj-screen" })
      this.rest.addEventListener("click", () => {
        const next = this.rows.filter(row => row.shown)[AT_ONCE]?.node.querySelector("a")
        this.whole = true
        this.show(true)
        next?.focus({ preventScroll: true }) // the button is gone
      })
      if (this.table) (this.root.closest(".nj-scroll") || this.root).after(this.rest)
      this.bar.addEventListener("input", event => {
        if (event.target === this.sort.lastChild) sortBy(this.table, event.target.value)
        this.show(true)
      })
      this.bar.addEventListener("submit", event => event.preventDefault())
      this.clear.addEventListener("click", () => { this.set(""); this.show(true); this.text.focus() })
      this.csv.addEventListener("click", () => this.save())
      this.text.addEventListener("keydown", event => {
        if (event.key !== "Escape" || !this.text.value) return
        event.stopPropagation()
        this.text.value = ""
        this.show(true)
      })
    }

    get choices() { return this.selects.map(label => label.lastChild) }

    set(query) {
      const wanted = new URLSearchParams(query)
      this.text.value = wanted.get(`${this.prefix}find`) || ""
      this.facets.forEach((facet, n) => {
        this.choices[n].value = wanted.get(this.prefix + facet.name) || ""
        if (this.choices[n].selectedIndex < 0) this.choices[n].value = ""
      })
      const sort = wanted.get(`${this.prefix}sort`) || ""
      if (this.table && sort !== (this.table.dataset.njSort || "")) sortBy(this.table, sort)
    }

    show(byHand) {
      const query = folded(this.text.value).split(/\s+/).filter(Boolean)
      const wanted = this.facets.map((facet, n) => [facet.name, this.choices[n].value]).filter(([, value]) => value)
      const active = query.length + wanted.length > 0
      const filled = new Set()
      if (this.table) this.rows = [...this.table.tBodies].flatMap(body => [...body.rows]).map(node => this.rowOf.get(node)) // as sorted
      let left = 0
      clearTimeout(this.later)
      for (const row of this.rows) {
        if (query.length) row.text ??= folded(row.node.textContent)
        row.shown = query.every(word => row.text.includes(word)) && wanted.every(([name, value]) => row.facets[name].includes(value))
        if (row.shown) row.groups.forEach(group => filled.add(group))
        const now = row.shown && (left < AT_ONCE || (this.table ? this.whole : !byHand))
        if (row.node.hidden === now) row.node.hidden = !now
        left += row.shown
      }
      this.rest.hidden = this.whole || left <= AT_ONCE
      if (!this.table && byHand && left > AT_ONCE) this.later = setTimeout(() => this.rows.forEach(row => { if (row.shown) row.node.hidden = false }), 250)
      for (const group of this.groups) {
        const some = filled.has(group)
        group.hidden = !some
        if (group.tagName === "DETAILS" && (active || byHand)) group.open = active ? some : this.wasOpen.get(group)
      }
      const { some, none, every, rest } = this.words
      this.rest.textContent = rest.replace("{all}", left.toLocaleString(language))
      const told = !active ? every : left ? some : none
      this.count.textContent = told.replace("{shown}", left.toLocaleString(language)).replace("{all}", this.rows.length.toLocaleString(language))
      this.clear.hidden = !active
      this.csv.hidden = !left || !(this.table || this.root.querySelector("table, [data-csv]"))
      const sort = this.table?.dataset.njSort || ""
      this.sort.lastChild.value = sort
      if (byHand) this.write([["find", query.length ? this.text.value.trim() : ""], ["sort", sort]], wanted)
    }

    write(own, wanted) {
      const address = new URL(location.href)
      const state = new Map([...own, ...this.facets.map(facet => [facet.name, ""]), ...wanted])
      for (const [key, value] of state) value ? address.searchParams.set(this.prefix + key, value) : address.searchParams.delete(this.prefix + key)
      if (address.href !== location.href) history.replaceState(history.state, "", address)
    }

    save() { // what is shown, in the columns that anybody may have
      const value = cell => {
        const time = cell.querySelector("time")
        if (time && cell.matches(".nj-when")) return time.dateTime
        const copy = cell.cloneNode(true)
        copy.querySelectorAll(".nj-about, .nj-note, .nj-private-mark, .nj-vh, .nj-steps").forEach(node => node.remove())
        return squeezed(copy)
      }
      const extra = this.facets.filter(facet => facet.hidden)
      const parts = node => [...node.querySelectorAll("[data-csv]")].map(part => [part.dataset.csv, part.dateTime || squeezed(part)]) // of a list
      const names = []
      const lines = this.rows.filter(row => row.shown).map(row => {
        const line = row.node.cells ? {} : Object.fromEntries(parts(row.node))
        if (row.node.cells) headings(row.node.closest("table")).forEach((th, n) => {
          if (!("private" in th.dataset)) line[titleOf(th)] = value(row.node.cells[n])
        })
        for (const { name, label, names: shown } of extra) line[label] ||= row.facets[name].map(key => shown.get(key)).join("; ")
        for (const name in line) if (!names.includes(name)) names.push(name)
        return line
      })
      const quoted = text => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"` // a sheet runs what begins so
      const text = [names, ...lines.map(line => names.map(name => line[name] ?? ""))].map(line => line.map(quoted).join(",")).join("\r\n")
      const place = location.pathname.replace(/(index)?\.html$/, "").split("/").filter(Boolean).pop() || "table"
      const link = make("a", { download: `${place}.csv`, href: URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" })) })
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    }
  }

  /* A table that is not seen yet is made ready when nothing else is to do: on a phone all of a month's at once is a stutter */

  const rest = window.requestIdleCallback ? work => requestIdleCallback(work, { timeout: 1000 }) : work => setTimeout(work, 50)
  const seen = window.IntersectionObserver && new IntersectionObserver(found => {
    for (const { target, isIntersecting } of found) if (isIntersecting) ready(target)
  }, { rootMargin: "50%" })
  let waiting = []

  function ready(root) {
    if (!waiting.includes(root)) return
    waiting = waiting.filter(other => other !== root)
    seen?.unobserve(root)
    if (!root.isConnected) return
    for (const table of [root, ...root.querySelectorAll("table")]) if (table.matches("table.nj-sortable")) sortable(table)
    const words = JSON.parse(document.querySelector("[data-nj-words]")?.dataset.njWords || "null")
    root.dataset.njSeen = "2" // the stylesheet lets all rows be seen
    if (words && root.matches("[data-nj-filter]") && root.querySelectorAll("tbody > tr, [data-nj-row]").length > 5) views.push(new View(root, words))
  }

  function allReady() {
    waiting.forEach(ready)
    views.sort((a, b) => (a.root.compareDocumentPosition(b.root) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  }

  function next() {
    if (inOrder) ready(waiting[0])
    else order("", "") // the first comparison takes as long as a table
    if (waiting.length) rest(next)
  }

  function start() {
    views = views.filter(view => view.root.isConnected)
    const inside = table => table.parentElement.closest("[data-nj-filter]")
    const fresh = [...document.querySelectorAll("table.nj-sortable, [data-nj-filter]")].filter(root => !inside(root) && !root.dataset.njSeen)
    fresh.forEach(root => { root.dataset.njSeen = "1" })
    waiting = [...waiting.filter(root => root.isConnected), ...fresh]
    if (location.search || !seen) return allReady() // a view that was sent
    fresh.forEach(root => seen.observe(root))
    if (waiting.length) rest(next)
  }

  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[data-nj-set]")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname) return
    allReady()
    if (!views.length) return
    event.preventDefault()
    event.stopPropagation() // or Material would load the page anew
    views.forEach(view => { view.set(link.search); view.show(true) })
    views[0].bar.scrollIntoView({ block: "nearest" })
  }, true)

  const onPaper = () => views.forEach(view => { if (view.table && !view.whole) view.rows.forEach(row => { row.node.hidden = !row.shown }) })
  window.addEventListener("beforeprint", () => { allReady(); onPaper() })
  window.addEventListener("afterprint", () => views.forEach(view => view.show(false)))

  document.addEventListener("nj:find", () => { allReady(); views[0]?.text.focus() }) // `g q`, from moving.js

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
  else start()
  window.document$?.subscribe(start) // each page that comes without loading; from a folder on the disk Material never says so
})()
